import { hypergeometricOne } from "../../numeric/hypergeometric.js";
import type { Evaluated } from "../../numeric/minimise.js";

/**
 * Contracts as they came up for renewal: `atRisk[i]` came up for the time i + 1 with the outcome known, `left[i]` of them
 * were not renewed. A contract that runs counts up to its last renewal, one that is seen only from its k-th on from there.
 */
export interface LifeTable {
  readonly atRisk: ArrayLike<number>;
  readonly left: ArrayLike<number>;
}

export type RenewalName = "sbg" | "one_rate";

/** What is expected of a contract, `n` and `renewed` counting renewals. */
export interface Renewing {
  /** The chance that one that comes up for the n-th time is renewed. */
  retention(n: number): number;
  /** The renewals to come of one that was renewed so often, each worth 1 / (1 + d) of the one before it, the next one 1. */
  residual(renewed: number, d: number): number;
}

/** A model of renewals. Its parameters are above 0. */
export interface RenewalModel {
  readonly name: RenewalName;
  readonly parameters: readonly string[];
  likelihood(table: LifeTable): (logs: readonly number[]) => Evaluated;
  expectations(parameters: readonly number[]): Renewing;
}

/**
 * The shifted beta-geometric model: a customer leaves at every renewal with a chance of the own, and these chances are
 * beta-distributed, so that those who stay are ever more faithful. Fader and Hardie, Journal of Interactive Marketing 21
 * (2007) 1, and, for what is to come, Marketing Science 29 (2010) 1. In terms of who comes up for renewal the likelihood
 * is one of ratios, without beta functions.
 */
export const shiftedBetaGeometric: RenewalModel = {
  name: "sbg",
  parameters: ["alpha", "beta"],
  likelihood({ atRisk, left }) {
    return (theta) => {
      const [alpha, beta] = theta.map(Math.exp) as [number, number];
      let [value, byAlpha, byBeta] = [0, 0, 0];
      for (let i = 0; i < atRisk.length; i++) {
        const [all, gone, stayed] = [atRisk[i]!, left[i]!, atRisk[i]! - left[i]!];
        const total = alpha + beta + i;
        value += gone * Math.log(alpha / total) + stayed * Math.log((beta + i) / total);
        byAlpha += gone / alpha - all / total;
        byBeta += stayed / (beta + i) - all / total;
      }
      return { value, gradient: [byAlpha * alpha, byBeta * beta] };
    };
  },
  expectations(parameters) {
    const [alpha, beta] = parameters as [number, number];
    const retention = (n: number) => (beta + n - 1) / (alpha + beta + n - 1);
    return {
      retention,
      residual: (renewed, d) =>
        retention(renewed + 1) *
        hypergeometricOne(beta + renewed + 1, alpha + beta + renewed + 1, 1 / (1 + above0(d))),
    };
  },
};

/** Everybody leaves with the same chance at every renewal: where the other comes to when customers are all alike. */
export const oneRate: RenewalModel = {
  name: "one_rate",
  parameters: ["odds"],
  likelihood({ atRisk, left }) {
    let [all, gone] = [0, 0];
    for (let i = 0; i < atRisk.length; i++) {
      all += atRisk[i]!;
      gone += left[i]!;
    }
    return (theta) => {
      const odds = Math.exp(theta[0]!);
      return {
        value: gone * theta[0]! - all * Math.log1p(odds),
        gradient: [gone - (all * odds) / (1 + odds)],
      };
    };
  },
  expectations(parameters) {
    const kept = 1 / (1 + parameters[0]!);
    return { retention: () => kept, residual: (_, d) => kept / (1 - kept / (1 + above0(d))) };
  },
};

function above0(d: number): number {
  if (!(d > 0))
    throw new RangeError("what is to come without end is worth something finite only at a discount");
  return d;
}

/** The chances that a contract is renewed 1, 2 … `most` times more, of one that was renewed so often. */
export function survivalFrom({ retention }: Renewing, renewed: number, most: number): Float64Array {
  let chance = 1;
  return Float64Array.from({ length: most }, (_, i) => {
    chance *= retention(renewed + i + 1);
    return chance;
  });
}
