import { normalDraws } from "../numeric/normal-draws.js";
import { interval } from "./intervals.js";
import type { RenewalAhead, Standing } from "./renewal-outlook.js";

/** Subscriptions that one model expects something of: by standing how many, the worth of their payments, and its squares. */
export interface Group {
  readonly standings: readonly (Standing & {
    readonly people: number;
    readonly worth: number;
    readonly squares: number;
  })[];
  readonly ahead: readonly RenewalAhead[];
  /** The same by draws of the parameters. */
  readonly others: readonly (readonly RenewalAhead[])[];
}

/** Measure, subscriptions, what is expected, the ends with chance included, those of the expectation alone. */
export type Total = readonly [
  measure: string,
  subscriptions: bigint,
  expected: number,
  low: number | null,
  high: number | null,
  lowParameters: number | null,
  highParameters: number | null,
];

const CHANCE_SEED = 4;

/**
 * What all running subscriptions are expected to do until the horizon, with intervals of 90 %: of what will come, chance
 * included, and of the expectation alone, by draws of the parameters; null where no draws are known. One row a measure.
 */
export function contractTotals(groups: readonly Group[]): Total[] {
  if (groups.length === 0) return [];
  const people = groups.flatMap(({ standings }) => standings).reduce((sum, each) => sum + each.people, 0);
  const sum = (of: (group: Group, i: number) => number) =>
    groups.reduce((all, group) => all + group.standings.reduce((part, _, i) => part + of(group, i), 0), 0);
  const drawn = (of: (group: Group, draw: readonly RenewalAhead[], i: number) => number) => {
    const count = Math.min(...groups.map(({ others }) => others.length));
    return Float64Array.from({ length: count }, (_, k) => sum((group, i) => of(group, group.others[k]!, i)));
  };
  return [
    row(
      "renewals",
      people,
      sum(({ standings, ahead }, i) => standings[i]!.people * ahead[i]!.renewals),
      sum(({ standings, ahead }, i) => standings[i]!.people * ahead[i]!.variance),
      drawn(({ standings }, draw, i) => standings[i]!.people * draw[i]!.renewals),
    ),
    row(
      "value",
      people,
      sum(({ standings, ahead }, i) => standings[i]!.worth * ahead[i]!.worth),
      sum(({ standings, ahead }, i) => standings[i]!.squares * ahead[i]!.worthVariance),
      drawn(({ standings }, draw, i) => standings[i]!.worth * draw[i]!.worth),
    ),
  ];
}

function row(
  measure: string,
  people: number,
  expected: number,
  variance: number,
  draws: Float64Array,
): Total {
  if (draws.length === 0) return [measure, BigInt(people), expected, null, null, null, null];
  const noise = normalDraws(draws.length, 1, CHANCE_SEED);
  const all = interval(draws.map((draw, k) => Math.max(0, draw + Math.sqrt(variance) * noise[k]![0]!)));
  const own = interval(draws);
  return [measure, BigInt(people), expected, all.low, all.high, own.low, own.high];
}
