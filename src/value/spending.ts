import type { Engine } from "../engine/engine.js";

/** The parameters of spend that count, p, q and v, and how they covary in their logarithms. */
export interface Spending {
  readonly values: readonly [number, number, number];
  readonly covariance: readonly (readonly number[])[] | undefined;
}

/** Reads what `value.spend` says; where no spend model holds, without an interval. */
export async function spendOf(engine: Engine): Promise<Spending> {
  const [row] = await engine.read<Record<string, number | null>>("select * from value.spend where look = 0");
  const { p = 1, q = 2, v = 0, pp, pq, pv, qq, qv, vv } = row ?? {};
  const known = [pp, pq, pv, qq, qv, vv].every((cell) => typeof cell === "number");
  return {
    values: [p!, q!, v!],
    covariance: known
      ? [
          [pp!, pq!, pv!],
          [pq!, qq!, qv!],
          [pv!, qv!, vv!],
        ]
      : undefined,
  };
}
