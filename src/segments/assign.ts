import { quoteName } from "../engine/engine.js";

/** Centres by group and coordinate. */
export type Centres = readonly (readonly number[])[];

/** The name of a coordinate among the points. */
export const coordinate = (j: number) => `x${j}`;

const number = (value: number) => {
  const text = value.toExponential(17);
  return value < 0 ? `(${text})` : text;
};

/**
 * A select of points with their nearest centre, from 1, the squared distance to it, and the next nearest with
 * its own. Of two that are equally near the first counts. Distances stand in the select, which is several times as fast as a join.
 * @param from a relation with columns `x0`, `x1` …
 * @param keep further columns of it
 */
export function assigned(from: string, centres: Centres, keep: readonly string[]): string {
  const width = centres[0]?.length ?? 0;
  const xs = Array.from({ length: width }, (_, j) => coordinate(j));
  const distance = (centre: readonly number[]) =>
    [
      number(centre.reduce((sum, x) => sum + x * x, 0)),
      ...centre.map((x, j) => `${xs[j]} * ${number(-2 * x)}`),
    ].join(" + ");
  const names = centres.map((_, i) => `d${i}`);
  const distances = centres.map((centre, i) => `${distance(centre)} as d${i}`);
  const square = ["0.0", ...xs.map((x) => `${x} * ${x}`)].join(" + ");
  const kept = [...keep.map(quoteName), ...xs].join(", ");
  const cases = names.map((name, i) => `when ${name} then ${i + 1}`).join(" ");
  const others = names.map((name, i) => `case when cluster <> ${i + 1} then ${name} end`);
  const following = names.map((name, i) => `when cluster <> ${i + 1} and ${name} = next then ${i + 1}`);
  const next = names.length === 1 ? "cast(null as double)" : `least(${others.join(", ")})`;
  return `select ${kept}, cluster, greatest(nearest + square, 0) as distance,
      case ${following.join(" ")} end as next_cluster, greatest(next + square, 0) as next_distance
    from (
      select *, ${next} as next
      from (
        select ${kept}, square, ${names.join(", ")}, nearest, case nearest ${cases} end as cluster
        from (
          select ${kept}, square, ${names.join(", ")}, least(${names.join(", ")}) as nearest
          from (select ${kept}, ${square} as square, ${distances.join(", ")} from ${from}) as measured
        ) as compared
      ) as placed
    ) as followed`;
}
