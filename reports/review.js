(() => {
  const { run, words, pairs } = JSON.parse(document.getElementById("review").textContent);
  const articles = [...document.querySelectorAll("article")];
  const links = [...document.querySelectorAll(".pairs a")];
  const form = document.getElementById("save");
  const progress = form.querySelector("output");
  const told = document.getElementById("told");
  const signs = { one: "=", two: "≠", skip: "–" };
  const keys = { 1: "one", 2: "two", 3: "skip" };
  const columns = "kind,source,record_id,other_source,other_record_id,field,value,author,reason,expires_on";
  let here = 0;

  // Answers by the ends of their pair, so that both languages of a run share them.
  const store = `crm-analyze review ${run}`;
  const nameOf = (i) => JSON.stringify(pairs[i].ends);
  const answers = remembered(store) ?? {};
  const of = (i) => answers[nameOf(i)] ?? {};

  function remembered(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function remember(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // A browser that keeps nothing: the answers last as long as the page.
    }
  }

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const count = (test) => pairs.filter((_, i) => test(of(i).answer)).length;

  function paint(i) {
    const { answer, note } = of(i);
    for (const button of articles[i].querySelectorAll("[data-answer]"))
      button.setAttribute("aria-pressed", String(button.dataset.answer === answer));
    const field = articles[i].querySelector(".note");
    if (field.value !== (note ?? "")) field.value = note ?? "";
    links[i].dataset.state = answer ?? "open";
    links[i].querySelector("i").textContent = signs[answer] ?? "";
    links[i].setAttribute("aria-label", fill(words.label, { pair: i + 1, answer: words[answer ?? "open"] }));
    progress.textContent = fill(words.progress, { answered: count(Boolean) });
  }

  function show(i, focus) {
    here = Math.max(0, Math.min(pairs.length - 1, i));
    for (const [k, article] of articles.entries()) {
      article.classList.toggle("here", k === here);
      if (k === here) links[k].setAttribute("aria-current", "true");
      else links[k].removeAttribute("aria-current");
    }
    links[here].scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!focus) return;
    try {
      history.replaceState(null, "", `#pair-${here + 1}`);
    } catch {
      // Some browsers allow no history for local files.
    }
    const title = articles[here].querySelector("h2");
    title.focus({ preventScroll: true });
    const { top, bottom } = title.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) articles[here].scrollIntoView({ block: "start" });
  }

  function change(i, own) {
    answers[nameOf(i)] = { ...of(i), ...own };
    remember(store, answers);
    paint(i);
  }

  function decide(i, answer) {
    const taken = of(i).answer === answer ? undefined : answer;
    change(i, { answer: taken });
    told.textContent = fill(words.told, { pair: i + 1, answer: words[taken ?? "open"] });
    if (taken !== undefined && i + 1 < pairs.length) show(i + 1, true);
  }

  /** A value as a CSV reader gives it back, to the letter. */
  const field = (text) => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  function csv(author) {
    const rows = pairs.flatMap(({ ends, reason }, i) => {
      const { answer, note } = of(i);
      if (answer !== "one" && answer !== "two") return [];
      const kind = answer === "one" ? "must_link" : "cannot_link";
      return [[kind, ...ends, "", "", author, (note ?? "").trim() || reason, ""]];
    });
    return [columns, ...rows.map((row) => row.map(field).join(","))].map((line) => `${line}\n`).join("");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const author = form.author.value.trim();
    const decided = count((answer) => answer === "one" || answer === "two");
    form.author.setAttribute("aria-invalid", String(author === ""));
    if (author === "") form.author.focus();
    const fault = author === "" ? words.nobody : decided === 0 ? words.nothing : undefined;
    progress.textContent = fault ?? fill(words.saved, { decided });
    if (fault !== undefined) return;
    remember("crm-analyze reviewer", author);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv(author)], { type: "text/csv" }));
    link.download = "overrides.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  form.noValidate = true;
  form.author.value = remembered("crm-analyze reviewer") ?? "";

  for (const [i, article] of articles.entries()) {
    paint(i);
    for (const button of article.querySelectorAll("[data-answer]"))
      button.addEventListener("click", () => decide(i, button.dataset.answer));
    article
      .querySelector(".note")
      .addEventListener("input", ({ target }) => change(i, { note: target.value }));
  }

  addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, target, repeat } = event;
    if (ctrlKey || metaKey || altKey || target.closest?.("input, textarea, select")) return;
    if (key === "ArrowRight" || key === "j") show(here + 1, true);
    else if (key === "ArrowLeft" || key === "k") show(here - 1, true);
    else if (key in keys && !repeat) decide(here, keys[key]);
    else return;
    event.preventDefault();
  });

  const asked = () => Number(/^#pair-(\d+)$/.exec(location.hash)?.[1] ?? 1) - 1;
  addEventListener("hashchange", () => show(asked(), true));
  document.body.classList.add("live");
  const open = pairs.findIndex((_, i) => of(i).answer === undefined);
  show(location.hash === "" ? Math.max(0, open) : asked(), false);
})();
