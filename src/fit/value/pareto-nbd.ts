import { gaussLegendre } from "../../numeric/gauss-legendre.js";
import { negativeBinomial } from "../../numeric/negative-binomial.js";
import { risingFactorials } from "../../numeric/rising-factorial.js";
import { logUpperGamma } from "../../numeric/upper-gamma.js";
import { lastTakesRest } from "./beta-geometric.js";
import { ALIKE } from "./edge.js";
import type { Expectations, TransactionModel } from "./model.js";
import { integralsOf, logIntegral } from "./pareto-integral.js";

const RULE = gaussLegendre(32);
/** Powers of e after which a density is left off. */
const NOTHING = 40;

/**
 * Purchases at a gamma-distributed rate by customers whose lifetimes are exponential, at a rate that is gamma-distributed,
 * too. Schmittlein, Morrison and Colombo, Management Science 33 (1987) 1; Fader and Hardie, brucehardie.com/notes/009.
 */
export const paretoNbd: TransactionModel = {
  name: "pareto_nbd",
  parameters: [
    { name: "r", perTime: false },
    { name: "alpha", perTime: true },
    { name: "s", perTime: false },
    { name: "beta", perTime: true },
  ],

  likelihood(layout, unit) {
    const { xs, peopleOf, starts, days, age, people } = layout;
    const times = days.map((day) => day / unit);
    const integrate = integralsOf(layout, times);
    return (theta) => {
      const [r, alpha, s, beta] = theta.map(Math.exp) as [number, number, number, number];
      const slopes = [0, 0, 0, 0] as [number, number, number, number];
      let value = 0;
      const logRate = Math.log(s) - Math.log(beta);
      const rises = risingFactorials(r, xs);
      for (let g = 0; g < xs.length; g++) {
        const k = r + xs[g]!;
        const gone = integrate(g, k, alpha, s, beta);
        for (let i = starts[g]!; i < starts[g + 1]!; i++) {
          const time = times[age[i]!]!;
          const n = people[i]!;
          const [logAlpha, logBeta] = [Math.log(alpha + time), Math.log1p(time / beta)];
          const stays = -k * logAlpha - s * logBeta;
          const j = i - starts[g]!;
          const left = logRate + gone.log[j]!;
          const odds = Math.exp(left - stays);
          const w = odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds);
          value += n * (odds === Number.POSITIVE_INFINITY ? left : stays + Math.log1p(odds));
          slopes[0] -= n * ((1 - w) * logAlpha + w * gone.logAlpha[j]!);
          slopes[1] -= n * k * ((1 - w) / (alpha + time) + w * gone.inverseAlpha[j]!);
          slopes[2] += n * (w / s - (1 - w) * logBeta - w * gone.logBeta[j]!);
          slopes[3] += n * (((1 - w) * s * time) / (beta + time) + w * ((s + 1) * gone.shareBeta[j]! - 1));
        }
        const n = peopleOf[g]!;
        value += n * (rises.log[g]! + r * Math.log(alpha));
        slopes[0] += n * (rises.slope[g]! + Math.log(alpha));
        slopes[1] += (n * r) / alpha;
      }
      return { value, gradient: [slopes[0] * r, slopes[1] * alpha, slopes[2] * s, slopes[3]] };
    };
  },

  edge: {
    at: (place) => ({ logs: [ALIKE, ALIKE - place], slopes: [0, -1] }),
  },

  expectations(parameters) {
    return expectationsOf(parameters as [number, number, number, number]);
  },
};

/** Of a customer who still buys both rates are again gamma-distributed. */
function expectationsOf([r, alpha, s, beta]: readonly [number, number, number, number]): Expectations {
  /** Mean of f over the time at which one stops, if it is before `ahead`, less what comes after. */
  const until = (age: number, ahead: number, f: (time: number) => number) => {
    const scale = beta + age;
    const whole = Math.log1p(ahead / scale);
    const span = Math.min(whole, NOTHING / s);
    let sum = 0;
    for (let i = 0; i < RULE.nodes.length; i++) {
      const v = ((RULE.nodes[i]! + 1) / 2) * span;
      sum += ((RULE.weights[i]! * span) / 2) * s * Math.exp(-s * v) * f(scale * Math.expm1(v));
    }
    return sum + Math.exp(-s * whole) * f(ahead);
  };
  const lived = (age: number, ahead: number) => {
    const log = Math.log1p(ahead / (beta + age));
    return (beta + age) * (Math.abs(s - 1) < 1e-12 ? log : -Math.expm1((1 - s) * log) / (s - 1));
  };
  return {
    alive(x, recency, age) {
      const log = Math.log(s) - Math.log(beta) + logIntegral(r + x, alpha, s, beta, recency, age);
      return 1 / (1 + Math.exp(log + (r + x) * Math.log(alpha + age) + s * Math.log1p(age / beta)));
    },

    purchases: (x, age, ahead) => ((r + x) / (alpha + age)) * lived(age, ahead),

    square(x, age, ahead) {
      const share = (time: number) => time / (alpha + age);
      const squared = until(age, ahead, (time) => share(time) ** 2);
      return this.purchases(x, age, ahead) + (r + x) * (r + x + 1) * squared;
    },

    any: (x, age, ahead) =>
      until(age, ahead, (time) => -Math.expm1(-(r + x) * Math.log1p(time / (alpha + age)))),

    residual(x, age, rate) {
      const z = rate * (beta + age);
      const life = Math.exp(s * Math.log(z) + z + logUpperGamma(1 - s, z)) / rate;
      return ((r + x) / (alpha + age)) * life;
    },

    frequencies(age, most) {
      const chances = Array.from({ length: most + 1 }, (_, n) =>
        until(0, age, (time) => negativeBinomial(r, alpha, time, most)[n]!),
      );
      return lastTakesRest(chances);
    },
  };
}
