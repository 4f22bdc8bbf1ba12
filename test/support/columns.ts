import { type Column, categoryColumn, numericColumn } from "../../src/fit/scorecard/columns.js";
import type { Examples } from "../../src/fit/scorecard/counts.js";

/** Rows of an invented world, as values and as coded columns. */
export interface World {
  readonly columns: readonly Column[];
  readonly examples: Examples;
  readonly row: (i: number) => Record<string, number | string | null>;
}

/** Codes values by feature: words where one occurs, otherwise numbers; null is missing. */
export function worldOf(
  values: Readonly<Record<string, readonly (number | string | null)[]>>,
  answers: ArrayLike<number>,
): World {
  const columns = Object.entries(values).map(([name, own]) =>
    own.some((value) => typeof value === "string")
      ? categoryColumn(name, own as (string | null)[])
      : numericColumn(
          name,
          own.map((value) => (value === null ? Number.NaN : Number(value))),
        ),
  );
  const answer = Uint8Array.from(answers);
  return {
    columns,
    examples: { answer, rows: Int32Array.from(answer, (_, i) => i) },
    row: (i) => Object.fromEntries(Object.entries(values).map(([name, own]) => [name, own[i]!])),
  };
}

export const chance = (odds: number) => 1 / (1 + Math.exp(-odds));
