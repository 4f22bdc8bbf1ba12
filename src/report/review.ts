import { escapeHtml } from "./catalogue.js";
import type { VeiledRow } from "./cells.js";
import { draw } from "./chart.js";
import { documentHtml, languageLinks, type PageOfLanguage } from "./document.js";
import type { RunFacts } from "./input.js";
import { type Language, label } from "./language.js";
import { likeness, markedHtml } from "./likeness.js";
import type { Held, Review, ReviewPair } from "./review-pairs.js";
import type { Spec } from "./rooms.js";
import { dataTable } from "./table.js";

export interface ReviewPage {
  readonly run: RunFacts;
  readonly review: Review;
  /** The chart of one pair's weight; its data stands for that of each pair. */
  readonly chart: Spec | undefined;
  readonly config: object;
  readonly languages: readonly PageOfLanguage[];
  /** The page that leads here. */
  readonly report: string;
  readonly style: string;
  readonly script: string;
}

const SIGNS = { equal: "=", alike: "≈", different: "≠", unknown: "" } as const;

/** What tells of the record and not of the person. */
const DATES = ["created_on", "updated_at"];

/**
 * The page of the pairs that people are asked about: two records side by side, what makes them alike, and answers that are
 * saved as a file of overrides. It names people: it is written only where the pipeline allows that.
 */
export async function reviewPage(parts: ReviewPage, language: Language): Promise<string> {
  const { run, review, languages, report, style, script } = parts;
  const { catalogue } = language;
  const say = (key: string, values = {}) => escapeHtml(catalogue.text(`identity.review.${key}`, values));
  const n = review.pairs.length;
  const articles: string[] = [];
  for (let i = 0; i < n; i++) articles.push(await article(parts, i, language));
  const numbers = review.pairs.map(
    (_, i) => `<li><a href="#pair-${i + 1}"><span>${i + 1}</span><i></i></a></li>`,
  );
  const body = `<nav aria-label="${say("pairs")}">
<p class="name">${escapeHtml(run.name)}</p>
<p class="day">${escapeHtml(language.numbers.day(run.asOf))}</p>
<p class="back"><a href="${report}#identity">← ${say("report")}</a></p>
<ol class="pairs">
${numbers.join("\n")}
</ol>
<form id="save">
<label>${say("author")} <input name="author" autocomplete="name" required></label>
<button>${say("save")}</button>
<output>${say("progress", { answered: 0, all: n })}</output>
</form>
${languageLinks(languages, catalogue.locale)}
</nav>
<main>
<h1>${say("title", { n })}</h1>
<p class="lede">${say("lede")}</p>
<noscript><p>${say("noscript")}</p></noscript>
<p class="sub then">${catalogue.html("identity.review.then")}</p>
<p class="sub keys">${say("keys")}</p>
<p id="told" role="status" class="hidden"></p>
${articles.join("\n")}
<footer><p>${escapeHtml(catalogue.text("identity.review.footer", { run: run.id }))}</p></footer>
</main>`;
  const words = Object.fromEntries(
    ["one", "two", "skip", "open", "nobody", "nothing"].map((key) => [
      key,
      catalogue.text(`identity.review.state.${key}`),
    ]),
  );
  const holes = { answered: "{answered}", all: n, decided: "{decided}", pair: "{pair}", answer: "{answer}" };
  for (const key of ["progress", "told", "saved", "label"])
    words[key] = catalogue.text(`identity.review.${key}`, holes);
  return documentHtml({
    locale: catalogue.locale,
    title: `${run.name} · ${catalogue.text("identity.review.title", { n })}`,
    style,
    body,
    data: {
      id: "review",
      value: {
        run: run.id,
        words,
        pairs: review.pairs.map(({ source, record_id, other_source, other_record_id, reason }) => ({
          ends: [source, record_id, other_source, other_record_id],
          reason: catalogue.text("identity.review.because", {
            run: run.id,
            reason: catalogue.text(`identity.review.reason.${reason}`),
          }),
        })),
      },
    },
    scripts: [script],
  });
}

async function article(parts: ReviewPage, i: number, language: Language): Promise<string> {
  const { review } = parts;
  const pair = review.pairs[i]!;
  const { catalogue, numbers } = language;
  const say = (key: string, values = {}) => escapeHtml(catalogue.text(`identity.review.${key}`, values));
  const place = { pair: i + 1, all: review.pairs.length };
  const state = pair.joined ? "joined" : "apart";
  const stake = {
    money: numbers.money(pair.at_stake),
    records: numbers.whole(pair.records),
    n: pair.records,
  };
  const fact = (name: string, text: string) => `<div><dt>${say(name)}</dt><dd>${text}</dd></div>`;
  const answers = (["one", "two", "skip"] as const).map(
    (answer, k) =>
      `<button type="button" data-answer="${answer}" aria-pressed="false">${say(`answer.${answer}`)} <kbd aria-hidden="true">${k + 1}</kbd></button>`,
  );
  return `<article id="pair-${i + 1}" aria-labelledby="pair-${i + 1}-title">
<h2 id="pair-${i + 1}-title" tabindex="-1">${say("pair", place)}</h2>
<p class="why">${say(`why.${pair.reason === "near_threshold" ? `${pair.reason}.${state}` : pair.reason}`, {
    threshold: numbers.share(review.threshold),
  })}</p>
<dl class="facts">
${fact("probability", `${say(`chance.${chanceOf(pair.probability)}`)} <b>${escapeHtml(numbers.share(pair.probability))}</b>`)}
${fact("now", say(`now.${state}`))}
${fact("stake", say(review.money ? "stake.money" : "stake.records", stake))}
</dl>
<div class="answers" role="group" aria-label="${say("question")}">
<p>${say("question")}</p>
${answers.join("\n")}
<label>${say("note")} <input class="note" autocomplete="off"></label>
</div>
<div class="evidence">
${recordsTable(pair, language)}
${await evidence(parts, i, language)}
</div>
</article>`;
}

/** Which words stand for a probability. */
function chanceOf(probability: number): string {
  const bounds = { certain: 0.99, very_likely: 0.9, likely: 0.6, even: 0.4, unlikely: 0.1 } as const;
  return Object.entries(bounds).find(([, from]) => probability >= from)?.[0] ?? "very_unlikely";
}

/** The two records, field by field. */
function recordsTable(pair: ReviewPair, language: Language): string {
  const { catalogue } = language;
  const say = (key: string) => escapeHtml(catalogue.text(`identity.review.${key}`));
  const ends = [
    [pair.source, pair.record_id],
    [pair.other_source, pair.other_record_id],
  ] as const;
  const heads = ends.map(
    ([source, id]) => `<th scope="col"><b>${escapeHtml(source)}</b> <span>${escapeHtml(id)}</span></th>`,
  );
  const rows = pair.values
    .filter(({ column, pair: values }) => column !== "full_name" || !isNameTwice(pair, values))
    .map(({ column, pair: [one, other] }) => {
      const kind = DATES.includes(column) ? "unknown" : likeness(one, other);
      const words = DATES.includes(column) ? "" : say(`likeness.${kind}`);
      const sign = kind === "unknown" ? "" : `<span aria-hidden="true">${SIGNS[kind]}</span>`;
      const name = label("identity.field", column, language).replaceAll("_", " ");
      return `<tr class="${kind}"><th scope="row">${escapeHtml(name)}</th><td>${valueHtml(one, other, kind)}</td><td class="sign">${sign}<span class="hidden">${words}</span></td><td>${valueHtml(other, one, kind)}</td></tr>`;
    });
  return `<div class="scroll"><table class="records"><thead><tr><td></td>${heads[0]}<td></td>${heads[1]}</tr></thead><tbody>
${rows.join("\n")}
</tbody></table></div>`;
}

function valueHtml(value: Held, other: Held, kind: ReturnType<typeof likeness>): string {
  if (value === null) return "–";
  return kind === "different" ? markedHtml(value, other!) : escapeHtml(value);
}

/** Whether the full names say nothing that the two names do not say. */
function isNameTwice({ values }: ReviewPair, full: readonly Held[]): boolean {
  const of = (column: string) => values.find((value) => value.column === column)?.pair ?? [null, null];
  const [given, family] = [of("given_name"), of("family_name")];
  return full.every(
    (name, k) => name === null || name === [given[k], family[k]].filter((part) => part !== null).join(" "),
  );
}

/** The weight taken apart, as a picture and as a table. */
async function evidence(
  { review, chart, config }: ReviewPage,
  i: number,
  language: Language,
): Promise<string> {
  const pair = review.pairs[i]!;
  if (chart === undefined || pair.parts.length === 0) return "";
  const { catalogue, numbers } = language;
  const say = (key: string, values = {}) => catalogue.text(`identity.review.${key}`, values);
  const name = `${chart.data.name}.${i + 1}`;
  const spec = { ...chart, data: { name } };
  const tables = new Map([[name, bars(pair, review.threshold, language)]]);
  const title = say("evidence", {
    weight: numbers.bits(pair.weight),
    threshold: numbers.bits(bitsOf(review.threshold)),
  });
  const { svg } = await draw(spec, tables, title, config, language);
  const table = dataTable({ room: "identity", name: "pair", spec }, tables, language);
  const unknown = pair.parts.flatMap(({ part, answer, comparison }) =>
    part === "comparison" && answer === null ? [comparisonName(comparison!, language)] : [],
  );
  const missing =
    unknown.length === 0
      ? ""
      : `<p class="sub">${escapeHtml(say("unknown"))} ${escapeHtml(unknown.join(", "))}</p>`;
  return `<figure class="chart">
<figcaption><h3>${escapeHtml(catalogue.text(chart.usermeta.name))}</h3>
<p class="sub">${escapeHtml(title)}</p></figcaption>
<div class="plot" role="img" aria-label="${escapeHtml(title)}">${svg}</div>
${missing}
<details class="source"><summary>${escapeHtml(catalogue.text("overview.source.data"))}</summary><div class="scroll">${table.html}</div></details>
</figure>`;
}

/** The bars of a weight: from where the parts above end to where they and its own do; the last one is the whole. */
function bars({ parts, weight }: ReviewPair, threshold: number, language: Language): VeiledRow[] {
  let sum = 0;
  const limit = bitsOf(threshold);
  const shown = parts.filter(
    ({ part, answer, bits }) =>
      answer !== null && (part === "prior" || part === "comparison" || Math.abs(bits) >= 0.05),
  );
  const rising = shown.map((part) => {
    const from = sum;
    sum += part.bits;
    return {
      ...namesOf(part, language),
      bits: part.bits,
      from,
      to: sum,
      speaks: part.bits < 0 ? "two" : "one",
    };
  });
  const { catalogue } = language;
  const whole = {
    name: catalogue.text("identity.review.part.weight"),
    answer: catalogue.text("identity.review.part.weight.whole"),
    bits: weight,
    from: 0,
    to: weight,
    speaks: "whole",
  };
  return [...rising, whole].map(({ bits, from, to, ...row }, place) => ({
    row: { place, ...row, bits: round(bits), from: round(from), to: round(to), limit: round(limit) },
    veils: {},
  }));
}

/** What a part of a weight is called, and the answer that it is for. */
function namesOf({ part, comparison, answer }: ReviewPair["parts"][number], language: Language) {
  const { catalogue } = language;
  if (part === "comparison") {
    const key = answer === "same number" ? `${comparison} number` : answer!;
    return {
      name: comparisonName(comparison!, language),
      answer: label("identity.answer", key, language),
    };
  }
  const said = {
    prior: "any",
    kinds: answer!,
    values: answer!.startsWith("rarer") ? "rarer" : "more frequent",
  };
  return {
    name: catalogue.text(`identity.review.part.${part}`),
    answer: label(`identity.review.part.${part}`, said[part], language),
  };
}

function comparisonName(name: string, language: Language): string {
  return label("identity.comparison", name.replace(/^x_/, ""), language).replaceAll("_", " ");
}

const bitsOf = (probability: number) => Math.log2(probability / (1 - probability));

const round = (bits: number) => Math.round(bits * 100) / 100;
