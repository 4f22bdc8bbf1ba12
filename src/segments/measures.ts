/** A column of `segments.measures` as it takes part in the clusters: skewed ones by their logarithm. */
export const MEASURES = {
  recency: "ln(1 + recency)",
  frequency: "ln(frequency)",
  monetary: "ln(1 + greatest(monetary, 0))",
  tenure: "ln(1 + tenure)",
  categories: "ln(categories)",
  returns: "returns",
  discounts: "discounts",
  first_channel: "first_channel",
  second_channel: "second_channel",
} as const;

export type Measure = keyof typeof MEASURES;
