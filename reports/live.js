(() => {
  const specs = JSON.parse(document.getElementById("charts").textContent);
  const refuse = () => Promise.reject(new Error("the report loads nothing"));
  const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);

  function showTip(_handler, event, _item, value) {
    tip.hidden = value === null || value === undefined || value === "";
    if (tip.hidden) return;
    tip.replaceChildren(
      ...Object.entries(value).map(([name, text]) => {
        const line = document.createElement("div");
        const label = document.createElement("span");
        label.textContent = name;
        line.append(label, String(text));
        return line;
      }),
    );
    const { clientX: x, clientY: y } = event;
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - width - 4))}px`;
    tip.style.top = `${y + 18 + height > innerHeight ? y - height - 10 : y + 18}px`;
  }

  async function live(plot) {
    const box = document.createElement("div");
    box.className = "live";
    let width = plot.clientWidth;
    const view = new vega.View(vega.parse(specs[plot.id], undefined, { ast: true }), {
      expr: vega.expressionInterpreter,
      renderer: "svg",
      hover: true,
      loader,
      tooltip: showTip,
    });
    view.initialize(box);
    await view.width(width).runAsync();
    plot.prepend(box);
    plot.dataset.live = "true";
    new ResizeObserver(() => {
      if (plot.clientWidth === 0 || plot.clientWidth === width) return;
      width = plot.clientWidth;
      view.width(width).runAsync();
    }).observe(plot);
  }

  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        live(target);
      }
    },
    { rootMargin: "200px" },
  );
  for (const id of Object.keys(specs)) near.observe(document.getElementById(id));

  const links = new Map([...document.querySelectorAll("nav li a")].map((link) => [link.hash.slice(1), link]));
  const sections = [...document.querySelectorAll("main > section")];
  function mark() {
    const here =
      sections.findLast((section) => section.getBoundingClientRect().top < innerHeight / 3) ?? sections[0];
    for (const [id, link] of links) {
      if (id === here.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
  addEventListener("scroll", mark, { passive: true });
})();
