import { negativeBinomial } from "../../numeric/negative-binomial.js";
import { risingFactorials } from "../../numeric/rising-factorial.js";
import { lastTakesRest } from "./beta-geometric.js";
import type { TransactionModel } from "./model.js";

/**
 * Purchases at a gamma-distributed rate, and nobody stops: where the other models come to when nobody is seen to. Ehrenberg,
 * Applied Statistics 8 (1959) 26; the likelihood is of the times, as theirs are.
 */
export const nbd: TransactionModel = {
  name: "nbd",
  parameters: [
    { name: "r", perTime: false },
    { name: "alpha", perTime: true },
  ],

  likelihood({ xs, peopleOf, starts, days, age, people }, unit) {
    return (theta) => {
      const [r, alpha] = theta.map(Math.exp) as [number, number];
      const logs = days.map((day) => Math.log(alpha + day / unit));
      let [value, byR, byAlpha] = [0, 0, 0];
      const rises = risingFactorials(r, xs);
      for (let g = 0; g < xs.length; g++) {
        const k = r + xs[g]!;
        let [log, inverse] = [0, 0];
        for (let i = starts[g]!; i < starts[g + 1]!; i++) {
          log += people[i]! * logs[age[i]!]!;
          inverse += people[i]! / (alpha + days[age[i]!]! / unit);
        }
        const n = peopleOf[g]!;
        value += n * (rises.log[g]! + r * Math.log(alpha)) - k * log;
        byR += n * (rises.slope[g]! + Math.log(alpha)) - log;
        byAlpha += (n * r) / alpha - k * inverse;
      }
      return { value, gradient: [byR * r, byAlpha * alpha] };
    };
  },

  expectations(parameters) {
    const [r, alpha] = parameters as [number, number];
    const mean = (x: number, age: number, ahead: number) => ((r + x) * ahead) / (alpha + age);
    return {
      alive: () => 1,
      purchases: mean,
      square: (x, age, ahead) => {
        const share = ahead / (alpha + age);
        return mean(x, age, ahead) + (r + x) * (r + x + 1) * share * share;
      },
      any: (x, age, ahead) => -Math.expm1(-(r + x) * Math.log1p(ahead / (alpha + age))),
      residual: (x, age, rate) => mean(x, age, 1) / rate,
      frequencies: (age, most) => lastTakesRest(negativeBinomial(r, alpha, age, most)),
    };
  },
};
