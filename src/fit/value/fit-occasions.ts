import type { Objective } from "../../numeric/minimise.js";
import { type Occasions, occasionsLikelihood } from "./beta-binomial.js";
import { ALIKE } from "./edge.js";
import { type Estimate, estimate } from "./estimate.js";
import { stops } from "./verdict.js";

/**
 * `good`: customers differ in how readily they buy and in how soon they leave; `same_dropout`, `same_rate`, `same_both`: not
 * in the one, the other or both; `no_dropout`, `no_dropout_same_rate`: nobody leaves, but for chance. Of the others nothing
 * is told: too few customers who could come back or did, nobody did, everybody always did, or the data do not settle the
 * parameters.
 */
export type OccasionVerdict =
  | "good"
  | "same_dropout"
  | "same_rate"
  | "same_both"
  | "no_dropout"
  | "no_dropout_same_rate"
  | "too_few"
  | "nobody_bought"
  | "always_bought"
  | "flat";

/** Fewest customers, and fewest who bought at an occasion, of whom the model can be told. */
const PEOPLE = 50;
const BUYERS = 25;
/** Logarithm of the shape beyond which it is looked whether all alike fits as well. */
const NEAR = Math.log(1e3);
/** What a simpler model may lack in log likelihood, and in parts of it. */
const SAME = 0.05;
const ROUNDED = 1e-7;

/** A form of the model: its own coordinates, all of them logarithms, and what alpha, beta, gamma and delta are by them. */
export interface OccasionForm {
  readonly verdict: OccasionVerdict;
  readonly parameters: readonly string[];
  /** The logarithms of alpha, beta, gamma and delta. */
  logs(own: readonly number[]): number[];
  /** Which of the four slopes are those of the coordinates. */
  readonly slopes: readonly number[];
}

const DIFFER = { names: ["alpha", "beta"], logs: (a: number, b: number) => [a, b] };
const ALL_ALIKE = { names: ["buying_odds"], logs: (odds: number) => [odds + ALIKE, ALIKE] };
const LEAVE = { names: ["gamma", "delta"], logs: (c: number, d: number) => [c, d] };
const LEAVE_ALIKE = { names: ["leaving_odds"], logs: (odds: number) => [odds + ALIKE, ALIKE] };
const STAY = { names: [], logs: () => [Number.NEGATIVE_INFINITY, 0] };

type Part = { readonly names: readonly string[]; readonly logs: (...own: number[]) => number[] };

const form = (verdict: OccasionVerdict, buying: Part, leaving: Part): OccasionForm => ({
  verdict,
  parameters: [...buying.names, ...leaving.names],
  logs: (own) => [
    ...buying.logs(...own.slice(0, buying.names.length)),
    ...leaving.logs(...own.slice(buying.names.length)),
  ],
  slopes: [...buying.names.map((_, i) => i), ...leaving.names.map((_, i) => 2 + i)],
});

const LEAVING = form("good", DIFFER, LEAVE);
const STAYING = form("no_dropout", DIFFER, STAY);
/** What each comes to where customers are alike, the fewest parameters first. */
const SIMPLER: ReadonlyMap<OccasionForm, readonly OccasionForm[]> = new Map([
  [
    LEAVING,
    [
      form("same_both", ALL_ALIKE, LEAVE_ALIKE),
      form("same_dropout", DIFFER, LEAVE_ALIKE),
      form("same_rate", ALL_ALIKE, LEAVE),
    ],
  ],
  [STAYING, [form("no_dropout_same_rate", ALL_ALIKE, STAY)]],
]);

/** The form of a verdict; none where nothing is told. */
export const formOf = (verdict: OccasionVerdict): OccasionForm | undefined =>
  [LEAVING, STAYING, ...[...SIMPLER.values()].flat()].find((each) => each.verdict === verdict);

export interface OccasionFit {
  readonly verdict: OccasionVerdict;
  /** Customers with an occasion to come back at, and those who did. */
  readonly people: number;
  readonly buyers: number;
  /** By the coordinates of the form that the verdict names; absent where nothing is told. */
  readonly estimate?: Estimate;
  /** Twice the gain in log likelihood over the model in which nobody leaves. */
  readonly gain?: number;
}

/**
 * How customers buy at occasions, by maximum likelihood: the beta-geometric/beta-binomial model where more of them leave
 * than chance allows, else the beta-binomial; with one chance for all where they cannot be told apart in it.
 * @throws {RangeError} unless x ≤ last ≤ n, and x is 0 where last is
 */
export function fitOccasions(occasions: Occasions): OccasionFit {
  let [people, buyers, missed] = [0, 0, 0];
  for (let g = 0; g < occasions.x.length; g++) {
    const [x, last, n] = [occasions.x[g]!, occasions.last[g]!, occasions.n[g]!];
    if (!(x >= 0 && x <= last && last <= n && (x > 0 || last === 0))) throw new RangeError("no history");
    people += n > 0 ? occasions.people[g]! : 0;
    buyers += x > 0 ? occasions.people[g]! : 0;
    missed += (n - x) * occasions.people[g]!;
  }
  const counts = { people, buyers };
  if (people >= PEOPLE && buyers === 0) return { ...counts, verdict: "nobody_bought" };
  if (people < PEOPLE || buyers < BUYERS) return { ...counts, verdict: "too_few" };
  if (missed === 0) return { ...counts, verdict: "always_bought" };
  const likelihood = occasionsLikelihood(occasions);
  const [leaving, staying] = [LEAVING, STAYING].map((each) => fitted(each, likelihood, people)) as [
    Estimate,
    Estimate,
  ];
  const gain = Math.max(0, 2 * (leaving.logLikelihood - staying.logLikelihood));
  const told = stops(leaving, staying)
    ? settled(LEAVING, leaving, likelihood, people)
    : settled(STAYING, staying, likelihood, people);
  return told === undefined ? { ...counts, verdict: "flat", gain } : { ...counts, gain, ...told };
}

/** The form by which customers are told, and its estimate; undefined where the data settle none. */
function settled(whole: OccasionForm, free: Estimate, likelihood: Objective, people: number) {
  const sound = ({ converged, covariance }: Estimate) => converged && covariance !== undefined;
  if (sound(free) && free.logs.every((log) => log < NEAR)) return { verdict: whole.verdict, estimate: free };
  for (const simpler of SIMPLER.get(whole)!) {
    const found = fitted(simpler, likelihood, people);
    const lacks = free.logLikelihood - found.logLikelihood;
    if (sound(found) && lacks <= SAME + ROUNDED * Math.abs(free.logLikelihood))
      return { verdict: simpler.verdict, estimate: found };
  }
  return sound(free) ? { verdict: whole.verdict, estimate: free } : undefined;
}

function fitted({ logs, slopes }: OccasionForm, likelihood: Objective, people: number): Estimate {
  const along: Objective = (own) => {
    const { value, gradient } = likelihood(logs(own));
    return { value, gradient: slopes.map((slope) => gradient[slope]!) };
  };
  return estimate(along, slopes.length, people);
}
