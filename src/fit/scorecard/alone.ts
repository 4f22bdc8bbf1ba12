import { aucInterval } from "../../numeric/auc-interval.js";
import type { Column } from "./columns.js";
import { countCodes, type Examples } from "./counts.js";
import { prebinEnds } from "./prebins.js";
import { taken } from "./taken.js";

/** Groups of numbers, and the least part of the rows of a word that is one, two at least: of so few, chance tells little. */
const GROUPS = 20;

/**
 * Area under the curve of a feature alone, by the rates of yes of up to 20 groups of its values, that without a value and
 * rare words together among them. A group may have one answer only: bins of a card may not, so that a feature that knows
 * the answer whole has no bins at all.
 * @returns undefined where the answers are all alike
 */
export function aucAlone(column: Column, examples: Examples): number | undefined {
  const size = column.kind === "numeric" ? column.values.length : column.levels.length;
  const { rows: counted, yes, no } = countCodes(column.codes, size, examples);
  const groupOf = column.kind === "numeric" ? ofNumbers(counted.slice(1)) : ofWords(counted);
  const groups = Int32Array.from(counted, (_, slot) => (slot === 0 ? 0 : groupOf(slot - 1)));
  const said = new Float64Array(groups.reduce((most, group) => Math.max(most, group), 0) + 1);
  const all = new Float64Array(said.length);
  for (const [slot, group] of groups.entries()) {
    said[group]! += yes[slot]!;
    all[group]! += yes[slot]! + no[slot]!;
  }
  const { rows, answer, weights } = examples;
  const scores = Float64Array.from(rows, (row) => {
    const group = groups[column.codes[row]! + 1]!;
    return said[group]! / all[group]!;
  });
  const { value } = aucInterval(scores, taken(answer, rows), weights && { weights: taken(weights, rows) });
  return Number.isFinite(value) ? value : undefined;
}

function ofNumbers(rows: Float64Array): (code: number) => number {
  if (rows.length === 0) return () => 0;
  const places = new Int32Array(rows.length);
  let start = 0;
  for (const [group, end] of prebinEnds(rows, GROUPS).entries()) {
    places.fill(group + 1, start, end);
    start = end;
  }
  return (code) => places[code]!;
}

function ofWords(rows: Float64Array): (code: number) => number {
  const least = Math.max(rows.reduce((sum, each) => sum + each, 0) / (2 * GROUPS), 2);
  return (code) => (rows[code + 1]! >= least ? code + 2 : 1);
}
