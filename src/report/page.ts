import { escapeHtml } from "./catalogue.js";
import { documentHtml, languageLinks, type PageOfLanguage } from "./document.js";
import type { RunFacts } from "./input.js";
import type { Language } from "./language.js";
import { linkOf, type News, newsWords } from "./news.js";

/** One room's part of the page, ready to be put in place. */
export interface Section {
  readonly room: string;
  readonly alarm: boolean;
  readonly sentences: readonly News[];
  /** Whether there would be sentences, if those about too few people could be said. */
  readonly withheld: boolean;
  /** Figures under the sentences: the strip, on the overview. */
  readonly strip: string;
  readonly shows: readonly string[];
  /** A link under the sentences, to a page of the room's own. */
  readonly aside: string;
}

export interface PageParts {
  readonly run: RunFacts;
  readonly headline: string;
  readonly lede: string;
  /** Whether there are so few customers that the number of rows would tell how many. */
  readonly few: boolean;
  readonly sections: readonly Section[];
  readonly languages: readonly PageOfLanguage[];
  readonly style: string;
  /** Scripts, in order; only these may run. */
  readonly scripts: readonly string[];
  /** Data for the scripts: Vega specs by the id of their place. */
  readonly charts: object;
}

/** The whole page: one file that loads nothing. */
export function page(parts: PageParts, language: Language): string {
  const sections = parts.sections.map((section, i) =>
    sectionHtml(section, i === 0 ? parts : undefined, language),
  );
  return documentHtml({
    locale: language.catalogue.locale,
    title: `${parts.run.name} · ${parts.headline}`,
    style: parts.style,
    body: `${navigation(parts, language)}
<main>
${sections.join("\n")}
${footer(parts, language)}
</main>`,
    data: { id: "charts", value: parts.charts },
    scripts: parts.scripts,
  });
}

function navigation({ run, sections, languages }: PageParts, { catalogue, numbers }: Language): string {
  const alarm = `<span class="alarm" title="${escapeHtml(catalogue.text("overview.alarm"))}">!</span>`;
  const rooms = sections.map(
    (section, i) =>
      `<li><a href="#${section.room}"${i === 0 ? ' aria-current="true"' : ""}>${escapeHtml(catalogue.text(`${section.room}.title`))}</a>${section.alarm ? alarm : ""}</li>`,
  );
  return `<nav aria-label="${escapeHtml(catalogue.text("overview.rooms"))}">
<p class="name">${escapeHtml(run.name)}</p>
<p class="day">${escapeHtml(numbers.day(run.asOf))}</p>
<ul>
${rooms.join("\n")}
</ul>
${languageLinks(languages, catalogue.locale)}
</nav>`;
}

function sectionHtml(section: Section, first: PageParts | undefined, language: Language): string {
  const { catalogue } = language;
  const head = first
    ? `<h1>${escapeHtml(first.headline)}</h1>\n<p class="lede">${escapeHtml(first.lede)}</p>`
    : `<h2>${escapeHtml(catalogue.text(`${section.room}.title`))}</h2>`;
  const sentences = section.sentences.map((news) => sentence(news, language)).join("\n");
  const said =
    sentences === ""
      ? `<p class="nothing">${escapeHtml(catalogue.text(section.withheld ? "overview.nothing.few" : "overview.nothing"))}</p>`
      : `<ul class="news">\n${sentences}\n</ul>`;
  const shows = section.shows.length === 0 ? "" : `<div class="shows">\n${section.shows.join("\n")}\n</div>`;
  return `<section id="${section.room}">\n${head}\n${said}\n${section.aside}${section.strip}\n${shows}\n</section>`;
}

function sentence(news: News, language: Language): string {
  const text = language.catalogue.html(news.message, newsWords(news, language), linkOf(news.link));
  return `<li class="${news.direction}">${text}</li>`;
}

function footer({ run, few }: PageParts, language: Language): string {
  const { catalogue, numbers } = language;
  const rows = catalogue.text("overview.footer.rows", {
    rows_in: numbers.whole(run.rowsIn),
    kept: numbers.whole(run.kept),
    superseded: numbers.whole(run.superseded),
    excluded: numbers.whole(run.excluded),
    quarantined: numbers.whole(run.quarantined),
  });
  const text = catalogue.text("overview.footer", {
    run: run.id,
    day: run.asOf,
    rows: few ? catalogue.text("overview.footer.rows.few") : rows,
    pipeline: run.pipelineHash,
  });
  const warnings = run.warnings.map((warning) => `<li>${escapeHtml(warning)}</li>`).join("");
  const list =
    warnings === "" ? "" : `<p>${escapeHtml(catalogue.text("overview.warnings"))}</p><ul>${warnings}</ul>`;
  return `<footer>${list}<p>${escapeHtml(text)}</p></footer>`;
}
