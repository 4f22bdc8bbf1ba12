/** Columns of `segments.measures` that can be features, how they are told, and whether by their logarithm. */
export const MEASURES = {
  recency: { kind: "days", log: true },
  frequency: { kind: "count", log: true },
  monetary: { kind: "money", log: true },
  tenure: { kind: "days", log: true },
  categories: { kind: "count", log: true },
  returns: { kind: "share", log: false },
  discounts: { kind: "share", log: false },
  first_channel: { kind: "share", log: false },
  second_channel: { kind: "share", log: false },
} as const;

export type Measure = keyof typeof MEASURES;

export const MEASURE_NAMES = Object.keys(MEASURES) as [Measure, ...Measure[]];

/** How a feature is told: a unit, or a number without one where it is a column of another room. */
export type Kind = (typeof MEASURES)[Measure]["kind"] | "number";

/** The value of a feature as it takes part, from its column. */
export const taken = (column: string, log: boolean) =>
  `round(${log ? `case when ${column} is not null then ln(1 + greatest(${column}, 0)) end` : column}, 6)`;
