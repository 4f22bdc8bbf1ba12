import { coverageOf } from "../support/coverage.js";
import type { World } from "../support/histories.js";
import type { Measure } from "./run.js";

const PEOPLE = 3000;
const WORLDS = 200;
const [LEAST, MOST] = [0.85, 0.95];
/** Slow enough for two purchases hardly ever to fall on one day: the models know none that do. */
const common = { spend: [6.25, 3.74, 15.44], weeks: 156, ahead: 52 } as const;
const TRUE: readonly World[] = [
  { ...common, purchases: "nbd", parameters: [0.6, 24] },
  { ...common, purchases: "bg_nbd", parameters: [0.6, 20, 0.8, 2.4] },
  { ...common, purchases: "mbg_nbd", parameters: [0.8, 20, 0.8, 2.4] },
  { ...common, purchases: "pareto_nbd", parameters: [0.6, 20, 0.6, 24] },
];

/** How often the intervals of 90 % hold the truth, over simulated worlds of each model. */
export async function bench(size = WORLDS): Promise<Measure[]> {
  return TRUE.flatMap((world, i) =>
    coverageOf(world, PEOPLE, size, 1000 * (i + 1)).map(({ what, held, of }): Measure => {
      const value = held / of;
      const blank = { seconds: null, peak_mb: null, peer: null, ratio: null };
      const asked = !what.includes("settle");
      return {
        ...{ case: "coverage", size, step: `${world.purchases}: ${what}`, value, ...blank },
        limit: asked ? LEAST : null,
        verdict: !asked ? "measured" : value >= LEAST && value <= MOST ? "pass" : "fail",
      };
    }),
  );
}
