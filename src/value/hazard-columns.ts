import type { COVARIATES } from "./contracts.js";
import { grouped } from "./grouped.js";

export type Trait = (typeof COVARIATES)[number];

/** One number of each row that may tell who ends sooner. */
export interface Column {
  readonly trait: Trait;
  /** A level, against the one of most subscriptions; of the price "doubled", against "price". */
  readonly level: string;
  readonly reference: string;
  readonly values: Float64Array;
  /** Of the level; of the price, all. */
  readonly people: number;
  readonly ended: number;
}

interface Row extends Readonly<Partial<Record<Trait, string | number | null>>> {
  readonly ended: number;
  readonly running: number;
}

/** Fewest subscriptions of a level, and most levels, that are told alone. */
const PEOPLE = 25;
const LEVELS = 8;
const OTHERS = "others";
const UNKNOWN = "unknown";

/**
 * Rows of counted subscriptions as columns of numbers: 0 and 1 for levels, of which the rare ones are put together; logarithms
 * to the base 2 for the price, the mean for one that is not known or not above 0.
 */
export function columnsOf(rows: readonly Row[], traits: readonly Trait[]): Column[] {
  return traits.flatMap((trait) => (trait === "price" ? priceOf(rows) : levelsOf(rows, trait)));
}

function levelsOf(rows: readonly Row[], trait: Trait): Column[] {
  const raw = rows.map((row) => (row[trait] == null ? UNKNOWN : String(row[trait])));
  const counts = [
    ...grouped(
      rows.map((row, i) => ({ row, level: raw[i]! })),
      ({ level }) => level,
    ),
  ]
    .map(([level, own]) => ({ level, people: total(own.map(({ row }) => row.ended + row.running)) }))
    .sort((a, b) => b.people - a.people || (a.level < b.level ? -1 : 1));
  const alone = counts.filter(({ people }, i) => people >= PEOPLE && i < LEVELS).map(({ level }) => level);
  const levels = raw.map((level) => (alone.includes(level) ? level : OTHERS));
  const told = [...new Set([...alone, ...levels])];
  const [reference, ...others] = told;
  return others.map((level) => {
    const those = rows.filter((_, i) => levels[i] === level);
    return {
      ...{ trait, level, reference: reference! },
      values: Float64Array.from(levels, (own) => (own === level ? 1 : 0)),
      people: total(those.map((row) => row.ended + row.running)),
      ended: total(those.map((row) => row.ended)),
    };
  });
}

function priceOf(rows: readonly Row[]): Column[] {
  const logs = rows.map(({ price }) =>
    typeof price === "number" && price > 0 ? Math.log2(price) : undefined,
  );
  const known = rows.map((row, i) => (logs[i] === undefined ? 0 : row.ended + row.running));
  const people = total(known);
  if (people === 0) return [];
  const mean = total(known.map((count, i) => count * (logs[i] ?? 0))) / people;
  const ended = total(rows.map((row, i) => (logs[i] === undefined ? 0 : row.ended)));
  return [
    {
      ...{ trait: "price", level: "doubled", reference: "price", people, ended },
      values: Float64Array.from(logs, (log) => log ?? mean),
    },
  ];
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
