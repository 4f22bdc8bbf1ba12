import type { Duration, TimeUnit } from "../../value/time.js";
import type { Durations } from "./durations.js";
import { type Estimate, estimate } from "./estimate.js";

export type WeibullVerdict = "good" | "too_few" | "flat";

/** Fewest that have ended. */
const ENDED = 5;

/** S(t) = exp(−(t / scale)^shape): below a shape of 1 who stays leaves less and less, above it more and more. */
export interface Weibull<Unit extends TimeUnit> {
  readonly verdict: WeibullVerdict;
  readonly scale?: Duration<Unit>;
  readonly shape?: number;
  readonly estimate?: Estimate;
}

/**
 * The Weibull distribution by maximum likelihood, by the logarithms of scale and shape. What ended at once, at time 0,
 * counts as if it had at half of the shortest time above 0.
 */
export function fitWeibull<Unit extends TimeUnit>(durations: Durations<Unit>): Weibull<Unit> {
  const { time, ended, running } = durations;
  const gone = Array.from(ended).reduce((sum, count) => sum + count, 0);
  const shortest = time.find((at) => at > 0);
  if (gone < ENDED || shortest === undefined) return { verdict: "too_few" };
  const unit = time.at(-1)!;
  const logs = time.map((at) => Math.log(Math.max(at, shortest / 2) / unit));
  const people = time.map((at, i) => ended[i]! + (at > 0 ? running[i]! : 0));
  const found = estimate(
    ([logScale, logShape]) => {
      const shape = Math.exp(logShape!);
      let [value, byScale, byShape] = [gone * logShape!, -gone * shape, gone];
      for (let i = 0; i < logs.length; i++) {
        const from = logs[i]! - logScale!;
        const hazard = people[i]! * Math.exp(shape * from);
        value += ended[i]! * (shape * from - logs[i]!) - hazard;
        byScale += shape * hazard;
        byShape += shape * from * (ended[i]! - hazard);
      }
      return { value, gradient: [byScale, byShape] };
    },
    2,
    people.reduce((sum, count) => sum + count, 0),
  );
  if (!found.converged || found.covariance === undefined) return { verdict: "flat" };
  const [logScale, logShape] = found.logs as [number, number];
  const inUnit: Estimate = {
    ...found,
    logs: [logScale + Math.log(unit), logShape],
    logLikelihood: found.logLikelihood - gone * Math.log(unit),
  };
  return {
    verdict: "good",
    scale: (Math.exp(logScale) * unit) as Duration<Unit>,
    shape: Math.exp(logShape),
    estimate: inUnit,
  };
}
