import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { VeiledRow } from "./cells.js";
import type { Language } from "./language.js";
import { measureText } from "./measure.js";
import type { Spec } from "./rooms.js";
import { writtenRows } from "./written.js";

/** A chart in one language: the Vega-Lite spec with its rows, what it compiles to, and the picture. */
export interface Drawing {
  readonly vegaLite: object;
  readonly vega: vega.Spec;
  readonly svg: string;
}

/**
 * Draws a spec: words for its `@keys`, rows under its table names, the house's config.
 * Nothing else of the spec is touched. `id` sets the ids in its picture apart from those of others on the page.
 */
export async function draw(
  spec: Spec,
  tables: ReadonlyMap<string, readonly VeiledRow[]>,
  title: string,
  config: object,
  language: Language,
  id = spec.data.name,
): Promise<Drawing> {
  const datasets = Object.fromEntries(
    [...tables].map(([name, rows]) => [name, writtenRows(spec.usermeta, rows, language)]),
  );
  const { usermeta: _, ...plain } = spec;
  const vegaLite = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: title,
    ...(localised(plain, language) as object),
    datasets,
    config,
  };
  const compiled = compile(vegaLite as unknown as TopLevelSpec, { logger: vega.logger(vega.None) }).spec;
  return { vegaLite, vega: compiled, svg: ownIds(await svgOf(compiled), id) };
}

async function svgOf(spec: vega.Spec): Promise<string> {
  measureText();
  const view = new vega.View(vega.parse(spec), { renderer: "none", loader: closedLoader() });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Vega counts ids up over all charts of a process; several charts share a page, and the same run writes the same bytes. */
function ownIds(svg: string, name: string): string {
  const ids = [...new Set(Array.from(svg.matchAll(/ id="([^"]+)"/g), ([, id]) => id!))];
  const prefix = name.replace(/\W/g, "-");
  return svg.replace(/( id="|url\(#|href="#)([^")]+)/g, (whole, start: string, id: string) =>
    ids.includes(id) ? `${start}${prefix}-${ids.indexOf(id)}` : whole,
  );
}

/** Every text of the spec that is `@key` in the words of the language. */
function localised(value: unknown, language: Language): unknown {
  if (typeof value === "string" && value.startsWith("@")) {
    return language.catalogue.text(value.slice(1));
  }
  if (Array.isArray(value)) return value.map((item) => localised(item, language));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, localised(item, language)]));
}

function closedLoader(): vega.Loader {
  const refuse = () => Promise.reject(new Error("a chart draws only rows of the run"));
  return { load: refuse, sanitize: refuse, http: refuse, file: refuse } as unknown as vega.Loader;
}
