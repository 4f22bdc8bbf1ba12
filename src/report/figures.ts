import type { Engine } from "../engine/engine.js";
import { escapeHtml } from "./catalogue.js";
import { type Language, veilText } from "./language.js";

/** One figure of the strip, with its way to here. */
export interface Figure {
  readonly room: string;
  readonly figure: string;
  readonly value: number;
  readonly unit: "people" | "money" | "share" | "count";
  /** The direction that is good; none if neither is. */
  readonly good: "up" | "down" | null;
  /** Its place on the strip; none if it is only kept for the next run. */
  readonly place: number | null;
  /** Earlier values, oldest first, this one last; empty if unknown. */
  readonly history: readonly number[];
}

export interface Previous {
  readonly runId: string;
  readonly asOf: string;
  readonly figures: Readonly<Record<string, number>>;
}

/** The figures of all rooms: `<room>.figures`, and `<room>.history` where there is one. */
export async function readFigures(engine: Engine, rooms: readonly string[]): Promise<Figure[]> {
  const existing = new Set(await engine.tables());
  const found: Figure[] = [];
  for (const room of rooms) {
    if (!existing.has(`${room}.figures`)) continue;
    const past = existing.has(`${room}.history`)
      ? await engine.read<{ figure: string; value: number }>(
          `select figure, value from "${room}".history order by figure, step`,
        )
      : [];
    const sql = `select * from "${room}".figures order by place nulls last, figure`;
    for (const row of await engine.read(sql)) {
      const history = past.filter(({ figure }) => figure === row.figure).map(({ value }) => value);
      found.push({ ...(row as unknown as Figure), room, history });
    }
  }
  return found;
}

/** The strip of figures: value, change, and a small line. */
export function strip(figures: readonly Figure[], previous: Previous | null, language: Language): string {
  const shown = figures.filter(({ place }) => place !== null).sort((a, b) => a.place! - b.place!);
  if (shown.length === 0) return "";
  return `<dl class="strip">\n${shown.map((figure) => box(figure, previous, language)).join("\n")}\n</dl>`;
}

function box(figure: Figure, previous: Previous | null, language: Language): string {
  const { catalogue } = language;
  const small = figure.unit === "people" && figure.value > 0 && figure.value < language.minimum;
  const value = small ? veilText("small", language) : written(figure.value, figure.unit, language);
  return `<div><dt>${escapeHtml(catalogue.text(figure.figure))}</dt>
<dd class="value">${escapeHtml(value)}</dd>
${small ? "" : change(figure, previous, language)}
${small ? "" : spark(figure.history)}</div>`;
}

function change(figure: Figure, previous: Previous | null, language: Language): string {
  const { catalogue } = language;
  const since = previous?.figures[figure.figure];
  const start = since ?? (previous === null ? figure.history[0] : undefined);
  if (start === undefined) return "";
  const period = since === undefined ? ` ${escapeHtml(catalogue.text("overview.strip.year"))}` : "";
  const same = written(start, figure.unit, language) === written(figure.value, figure.unit, language);
  const mood =
    same || figure.good === null ? "" : figure.value > start === (figure.good === "up") ? "good" : "bad";
  const text = same
    ? catalogue.text("overview.strip.unchanged")
    : difference(figure.value, start, figure.unit, language);
  return `<dd class="change"><b${mood === "" ? "" : ` class="${mood}"`}>${escapeHtml(text)}</b>${period}</dd>`;
}

function written(value: number, unit: Figure["unit"], { numbers }: Language): string {
  if (unit === "money") return numbers.shortMoney(value);
  return unit === "share" ? numbers.share(value) : numbers.whole(value);
}

function difference(
  value: number,
  start: number,
  unit: Figure["unit"],
  { numbers, catalogue }: Language,
): string {
  if (unit === "share")
    return catalogue.text("overview.strip.points", { points: numbers.points(value - start) });
  if (unit !== "money") return numbers.difference(value - start);
  return start > 0 ? numbers.change(value / start - 1) : numbers.moneyDifference(value - start);
}

/** A line of 150 by 24 without axes; it says no more than up or down. */
function spark(history: readonly number[]): string {
  if (history.length < 3) return "";
  const low = Math.min(...history);
  const span = Math.max(...history) - low || 1;
  const x = (i: number) => ((i / (history.length - 1)) * 146 + 2).toFixed(1);
  const y = (value: number) => (21 - ((value - low) / span) * 18).toFixed(1);
  const points = history.map((value, i) => `${x(i)},${y(value)}`);
  return `<dd class="spark" aria-hidden="true"><svg viewBox="0 0 150 24" preserveAspectRatio="none"><path d="M${points.join("L")}"/><path class="end" d="M${points.at(-1)}h0"/></svg></dd>`;
}
