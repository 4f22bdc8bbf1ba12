import type { Engine } from "../engine/engine.js";
import { escapeHtml } from "./catalogue.js";
import { isFew, type Veil } from "./cells.js";
import { type Language, veilText } from "./language.js";

/** One figure of the strip, with its way to here. */
export interface Figure {
  readonly room: string;
  readonly figure: string;
  readonly value: number;
  readonly unit: "people" | "money" | "share" | "count";
  /** The ends of its interval, in the same unit; none if it is no estimate. */
  readonly low?: number | null;
  readonly high?: number | null;
  /** The direction that is good; none if neither is. */
  readonly good: "up" | "down" | null;
  /** Its place on the strip; none if it is only kept for the next run. */
  readonly place: number | null;
  /** The figure that counts the people whom it is a part of, or whose money it is. */
  readonly among?: string | null;
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

/** The figures that are not shown, by their names. */
export function veiledFigures(figures: readonly Figure[], minimum: number): string[] {
  const veiled = figures.filter((figure) => veilOf(figure, figures, ({ value }) => value, minimum));
  return veiled.map(({ figure }) => figure);
}

/** The strip of figures: value, change, and a small line. */
export function strip(figures: readonly Figure[], previous: Previous | null, language: Language): string {
  const shown = figures.filter(({ place }) => place !== null).sort((a, b) => a.place! - b.place!);
  if (shown.length === 0) return "";
  return `<dl class="strip">\n${shown.map((figure) => box(figure, figures, previous, language)).join("\n")}\n</dl>`;
}

function box(figure: Figure, all: readonly Figure[], previous: Previous | null, language: Language): string {
  const { catalogue, minimum } = language;
  const veil = veilOf(figure, all, ({ value }) => value, minimum);
  const value = veil === undefined ? written(figure.value, figure.unit, language) : veilText(veil, language);
  const history = veil === undefined ? tellable(figure, all, minimum) : [];
  return `<div><dt>${escapeHtml(catalogue.text(figure.figure))}</dt>
<dd class="${veil === "withheld" ? "value withheld" : "value"}">${escapeHtml(value)}</dd>
${veil === undefined ? interval(figure, language) : ""}
${veil === undefined ? change(figure, startOf(figure, all, history, previous, minimum), language) : ""}
${spark(history)}</div>`;
}

/**
 * Whether a figure counts too few people, leaves too few of those whom it is a part of, or is the money of people who
 * are withheld themselves; `figureAt` gives their values at the moment in question.
 */
function veilOf(
  figure: Figure,
  all: readonly Figure[],
  figureAt: (figure: Figure) => number | undefined,
  minimum: number,
): Veil | undefined {
  const people = figure.unit === "people" ? (figureAt(figure) ?? 0) : 0;
  if (isFew(people, minimum)) return "small";
  const among = all.find((other) => other.figure === figure.among);
  if (among === undefined) return undefined;
  const rest = (figureAt(among) ?? 0) - people;
  return isFew(rest, minimum) || veilOf(among, all, figureAt, minimum) ? "withheld" : undefined;
}

/** The way to here, if it leads past nothing that is not to be shown: a line and its ends give every step away. */
function tellable(figure: Figure, all: readonly Figure[], minimum: number): readonly number[] {
  const veiled = (_: number, i: number) =>
    veilOf(figure, all, ({ history }) => history[i], minimum) !== undefined;
  return figure.history.some(veiled) ? [] : figure.history;
}

/** What a figure is compared with: the last run, or its own past where there is none. */
function startOf(
  figure: Figure,
  all: readonly Figure[],
  history: readonly number[],
  previous: Previous | null,
  minimum: number,
): Start | undefined {
  if (previous === null) return history[0] === undefined ? undefined : { value: history[0], since: "year" };
  const value = previous.figures[figure.figure];
  const veiled = veilOf(figure, all, (other) => previous.figures[other.figure], minimum) !== undefined;
  return value === undefined || veiled ? undefined : { value, since: "run" };
}

function interval({ low, high, unit }: Figure, language: Language): string {
  if (low == null || high == null) return "";
  const ends = { low: written(low, unit, language), high: written(high, unit, language) };
  return `<dd class="change">${escapeHtml(language.catalogue.text("overview.strip.interval", ends))}</dd>`;
}

interface Start {
  readonly value: number;
  readonly since: "run" | "year";
}

function change(figure: Figure, from: Start | undefined, language: Language): string {
  const { catalogue } = language;
  if (from === undefined) return "";
  const start = from.value;
  const period = from.since === "year" ? ` ${escapeHtml(catalogue.text("overview.strip.year"))}` : "";
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
