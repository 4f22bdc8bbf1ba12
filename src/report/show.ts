import type { Spec as VegaSpec } from "vega";
import { escapeHtml } from "./catalogue.js";
import type { TableRow } from "./cells.js";
import { type Drawing, draw } from "./chart.js";
import type { Language } from "./language.js";
import { type News, newsWords } from "./news.js";
import { type Part, partText, questionOf } from "./parts.js";
import { isChart, type Show } from "./rooms.js";
import { dataTable } from "./table.js";

/** A chart or table as it stands on the page. */
export interface Shown {
  readonly show: Show;
  /** What it was drawn from. */
  readonly part: Part;
  readonly html: string;
  /** Whether its table has no rows. */
  readonly empty: boolean;
  /** Of a chart with rows: what is written to charts/, and what the script brings to life. */
  readonly drawing: Drawing | undefined;
}

/** Draws one chart or table in one language. */
export async function shown(
  part: Part,
  news: readonly News[],
  config: object,
  language: Language,
): Promise<Shown> {
  const { show, tables: named } = part;
  const { spec } = show;
  const { catalogue } = language;
  const rows = named.get(spec.data.name)!;
  const empty = { show, part, empty: true, drawing: undefined };
  if (rows.length === 0 && spec.usermeta.quiet === true) return { ...empty, html: "" };
  const few = rows.length > 0 && rows.every(({ veils }) => Object.keys(veils).length > 0);
  const title = few ? partText(spec.usermeta.name, part, language) : titleOf(part, news, language);
  const subtitle = partText(spec.usermeta.subtitle, part, language);
  const id = `${show.room}-${show.name}`;
  const head = `<figcaption>
<h3 id="${id}-title">${escapeHtml(title)}</h3>
<p class="sub">${escapeHtml(subtitle)}</p>
</figcaption>`;
  const wide = spec.usermeta.wide === true ? " wide" : "";
  const figure = (kind: string, content: string) =>
    `<figure class="${kind}${wide}" id="${id}" aria-labelledby="${id}-title">\n${head}\n${content}\n</figure>`;
  const line = (message: string) => `<p class="empty">${escapeHtml(catalogue.text(message))}</p>`;
  if (rows.length === 0) return { ...empty, html: figure("chart", line("overview.empty")) };
  const anchor = (row: TableRow) => (show.room === "lists" ? `list-${row.list}` : undefined);
  const table = dataTable(show, named, language, anchor);
  if (!isChart(spec)) {
    const html = figure("table", `<div class="scroll">${table.html}</div>`);
    return { show, part, html, empty: false, drawing: undefined };
  }
  if (few)
    return { show, part, html: figure("chart", line("overview.few")), empty: false, drawing: undefined };
  const drawing = await draw(spec, named, title, config, language, idOf(part));
  const takeaway = escapeHtml(`${title}. ${subtitle}.`);
  const plot = `<div class="plot" id="${id}-plot" role="img" aria-label="${takeaway}"><div class="still">${drawing.svg}</div></div>`;
  return {
    show,
    part,
    html: figure("chart", `${plot}\n${source(show, table, drawing, language)}`),
    empty: false,
    drawing,
  };
}

/** The Vega specs of a page's charts by the id of their place, for the script. */
export function liveSpecs(all: readonly Shown[]): Record<string, VegaSpec> {
  const drawn = all.filter((item) => item.drawing !== undefined);
  return Object.fromEntries(
    drawn.map(({ show, drawing }) => [`${show.room}-${show.name}-plot`, drawing!.vega]),
  );
}

/** The answer that the run's news give to the chart's question, or the chart's name. */
function titleOf(part: Part, news: readonly News[], language: Language): string {
  const { room, spec } = part.show;
  const { catalogue } = language;
  const question = questionOf(part);
  const isOf = (item: News) => question === undefined || item.question === question;
  for (const message of spec.usermeta.title ?? []) {
    const row = news.find((item) => item.room === room && item.message === message && isOf(item));
    if (row) return catalogue.text(`${message}.title`, newsWords(row, language));
  }
  return partText(spec.usermeta.name, part, language);
}

/** What sets the ids of a picture apart: its table, and its own name where several are drawn from one. */
function idOf({ show, of }: Part): string {
  return of === undefined ? show.spec.data.name : `${show.room}-${show.name}`;
}

function source(
  { room, name }: Show,
  table: { html: string; csv: string },
  drawing: Drawing,
  { catalogue, numbers }: Language,
): string {
  const data = catalogue.text("overview.source.data");
  const link = (kind: string, file: string, text: string) =>
    `<a href="data:${kind};base64,${base64(text)}" download="${file}">${kind === "text/csv" ? "CSV" : "Vega-Lite"}</a>`;
  const csv = link("text/csv", `${name}.csv`, table.csv);
  const vegaLite = link("application/json", `${name}.vl.json`, JSON.stringify(drawing.vegaLite, null, 2));
  return `<div class="source" lang="${numbers.locale}" style="--word:${data.length}ch">
<details><summary>${escapeHtml(data)}</summary><div class="scroll">${table.html}</div></details>
<p>· ${csv} · ${vegaLite}<span class="hidden"> (${room}/${name})</span></p>
</div>`;
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
