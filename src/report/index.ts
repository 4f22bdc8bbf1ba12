import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { catalogueOf } from "./catalogue.js";
import { readTables, type Tables } from "./data.js";
import { type Figure, type Previous, readFigures, strip, veiledFigures } from "./figures.js";
import { fewCustomers, headline, lede } from "./head.js";
import type { Report, ReportInput } from "./input.js";
import type { Language } from "./language.js";
import { choose, maySay, type News, ofRoom, readNews, sentences } from "./news.js";
import { numbersFor, vegaLocale } from "./numbers.js";
import { page, type Section } from "./page.js";
import { partsOf } from "./parts.js";
import { reviewPage } from "./review.js";
import { type Review, readReview } from "./review-pairs.js";
import { type Room, readRoom, type Show, sharedFile } from "./rooms.js";
import { pageScripts } from "./scripts.js";
import { liveSpecs, type Shown, shown } from "./show.js";
import { lenders, showsOf } from "./shows.js";
import { together } from "./together.js";

export type { Report, ReportInput, RunFacts } from "./input.js";

interface Material {
  readonly input: ReportInput;
  readonly rooms: readonly Room[];
  /** Folders whose charts and words these rooms use. */
  readonly lent: readonly Room[];
  /** What the page of each room shows. */
  readonly shows: ReadonlyMap<Room, readonly Show[]>;
  readonly tables: Tables;
  readonly veiled: ReadonlySet<string>;
  readonly news: readonly News[];
  readonly figures: readonly Figure[];
  /** What people are asked about, if the bundle may name people. */
  readonly review: Review | undefined;
}

/**
 * Writes the report of a run: one page a language, each chart as Vega-Lite and SVG, and, where the bundle may name
 * people, the pairs of records that they are asked about. Reads the tables that
 * the specs name, `<room>.news`, `<room>.figures` and `<room>.history`; a table that is not there is empty.
 * @throws {CliError} for a file under reports/ that cannot be read
 */
export async function writeReport(given: ReportInput): Promise<Report> {
  const input = { ...given, previous: earlier(given.previous, given.run.asOf) };
  const rooms = ["overview", ...input.rooms]
    .map((name) => readRoom(name, input.trees, input.locales))
    .filter(hasPage);
  const figures = await readFigures(input.engine, input.rooms);
  const veiled = new Set(veiledFigures(figures, input.minCell));
  const lent = lenders(rooms, input.trees, input.locales);
  const shows = new Map(rooms.map((room) => [room, showsOf(room, rooms, lent)]));
  const specs = [...shows.values()].flat().map(({ spec }) => spec);
  const material: Material = {
    input,
    rooms,
    lent,
    shows,
    tables: await readTables(input.engine, [...new Set(specs)], input.minCell, veiled),
    veiled,
    news: await readNews(input.engine, input.rooms),
    figures,
    review:
      input.personalData && input.rooms.includes("identity") ? await readReview(input.engine) : undefined,
  };
  const files: string[] = [];
  for (const locale of input.locales) files.push(...(await writePage(material, locale)));
  return { files, figures: Object.fromEntries(material.figures.map(({ figure, value }) => [figure, value])) };
}

async function writePage(material: Material, locale: string): Promise<string[]> {
  const { input, rooms, lent, shows, tables, veiled } = material;
  const language = languageOf([...lent, ...rooms], input, locale);
  const config = {
    ...JSON.parse(sharedFile(input.trees, "config.json")),
    locale: vegaLocale(locale, input.currency),
  };
  const news = material.news.filter((item) => maySay(item, "", veiled, language));
  const titles = material.news.filter((item) => maySay(item, ".title", veiled, language));
  const headlines = material.news.filter((item) => maySay(item, ".headline", veiled, language));
  const all: Shown[] = [];
  const sections: Section[] = [];
  for (const room of rooms) {
    const here: Shown[] = [];
    for (const part of shows.get(room)!.flatMap((show) => partsOf(show, tables)))
      here.push(await shown(part, titles, config, language));
    all.push(...here);
    const first = room.name === "overview";
    const said = first ? choose(news) : ofRoom(news, room.name);
    sections.push({
      room: room.name,
      sentences: said,
      withheld:
        sentences(first ? material.news : material.news.filter((item) => item.room === room.name)).length > 0,
      alarm: !first && said.some(({ direction }) => direction === "bad"),
      strip: first ? strip(material.figures, input.previous, language) : "",
      shows: here.some(({ empty }) => !empty) ? together(here, language) : [],
      aside: room.name === "identity" && material.review !== undefined ? reviewLink(input, language) : "",
    });
  }
  const languages = (name: string) =>
    input.locales.map((other) => ({ locale: other, file: pageFile(name, input.locales, other) }));
  const style = sharedFile(input.trees, "style.css");
  const html = page(
    {
      run: input.run,
      headline: headline(headlines, material.news, language),
      lede: lede(input, material.figures, language),
      few: fewCustomers(material.figures, input.minCell),
      sections,
      languages: languages("index"),
      style,
      scripts: pageScripts(sharedFile(input.trees, "live.js")),
      charts: liveSpecs(all),
    },
    language,
  );
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(input.folder, file)), { recursive: true });
    writeFileSync(join(input.folder, file), text);
    return file;
  };
  const suffix = locale === input.locales[0] ? "" : `.${locale}`;
  const charts = all.flatMap(({ show, drawing }) =>
    drawing === undefined
      ? []
      : [
          write(
            `charts/${show.room}/${show.name}${suffix}.vl.json`,
            `${JSON.stringify(drawing.vegaLite, null, 2)}\n`,
          ),
          write(`charts/${show.room}/${show.name}${suffix}.svg`, `${drawing.svg}\n`),
        ],
  );
  const written = [write(pageFile("index", input.locales, locale), html), ...charts];
  if (material.review === undefined) return written;
  const review = await reviewPage(
    {
      run: input.run,
      review: material.review,
      chart: rooms.find(({ name }) => name === "identity")?.specs.get("pair"),
      config,
      languages: languages("review"),
      report: pageFile("index", input.locales, locale),
      style: style + sharedFile(input.trees, "review.css"),
      script: sharedFile(input.trees, "review.js"),
    },
    language,
  );
  return [...written, write(pageFile("review", input.locales, locale), review)];
}

function reviewLink({ locales }: ReportInput, { catalogue }: Language): string {
  const file = pageFile("review", locales, catalogue.locale);
  return `<p class="aside">${catalogue.html("identity.review.link", {}, file)}</p>\n`;
}

/** Whether a room is told of: one without words has tables only. */
const hasPage = ({ name, messages }: Room) => name === "overview" || `${name}.title` in messages.en!;

function languageOf(rooms: readonly Room[], input: ReportInput, locale: string): Language {
  const messages = (of: string) => Object.assign({}, ...rooms.map((room) => room.messages[of] ?? {}));
  const numbers = numbersFor(locale, input.currency);
  const common = { as_of: numbers.day(input.run.asOf), currency: input.currency, minimum: input.minCell };
  return {
    catalogue: catalogueOf(locale, messages(locale), messages("en"), common),
    numbers,
    minimum: input.minCell,
    colors: Object.assign({}, ...rooms.map((room) => room.page.colors ?? {})),
  };
}

/** A run of the same day is made again: its figures are no change. */
function earlier(previous: Previous | null, asOf: string): Previous | null {
  return previous !== null && previous.asOf < asOf ? previous : null;
}

function pageFile(name: string, locales: readonly string[], locale: string): string {
  return locale === locales[0] ? `${name}.html` : `${name}.${locale}.html`;
}
