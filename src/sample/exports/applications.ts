import { addMonths } from "../calendar.js";
import { credit } from "../model.js";
import { logistic, type Random, stream } from "../random.js";
import type { Register } from "../registers.js";
import { Timeline } from "../timeline.js";
import type { World } from "../world.js";

/** An application for the store card; the covariates are those of the model. */
export interface Application {
  readonly entity: number;
  readonly crmRank: number;
  readonly appliedOn: number;
  readonly income: number;
  readonly utilisation: number;
  readonly monthsAtAddress: number;
  readonly latePayments: number;
  readonly residence: "owner" | "tenant" | "family";
  readonly debts: number;
  /** Nothing for those whom the bureau does not know. */
  readonly bureauScore: number | null;
  readonly age: number;
  readonly channel: "store" | "web" | "phone";
  readonly amount: number;
  readonly approved: boolean;
  readonly openedOn: number;
  readonly defaultProbability: number;
  /** Month after opening in which the card is 90 days late, or undefined for the good. */
  readonly badMonth: number | undefined;
  /** 1 bad, 0 good, null where not approved or not yet known. */
  readonly outcome: 0 | 1 | null;
  readonly outcomeOn: number | null;
}

const OUTCOME_MONTHS = 12;

/** Whether a person applies for the card at all, given a CRM record. */
export function applies(world: World, entity: number, random: Random): boolean {
  return !world.isOrganisation(entity) && random.at(stream.credit, entity).chance(credit.applies);
}

/** All applications in order of day, most of them early in an acquaintance; owners are CRM ranks. */
export function applicationTimeline(world: World, crm: Register): Timeline {
  const random = world.random();
  const timeline = new Timeline(world.firstDay - 1);
  for (let rank = 0; rank < crm.length; rank++) {
    const { entity, copy, createdOn } = crm.record(rank);
    if (copy > 0 || !applies(world, entity, random)) continue;
    const from = Math.max(createdOn, world.firstDay);
    timeline.push(from + Math.floor((world.lastDay - from) * random.uniform() ** 2), rank);
  }
  return timeline.sort();
}

/** One customer's application, drawn by the formula of the model. */
export function applicationOf(
  world: World,
  crm: Register,
  crmRank: number,
  appliedOn: number,
  random: Random,
): Application {
  const { entity } = crm.record(crmRank);
  const { birthDay } = world.person(entity);
  random.at(stream.credit, entity, 1);
  const income = Math.round(random.logNormal(52_000, 0.45) / 500) * 500;
  const utilisation = round(random.beta(1.6, 2.4), 3);
  const monthsAtAddress = Math.floor(random.gamma(1.2, 1 / 60));
  const latePayments = random.poisson(0.45);
  const home = random.uniform();
  const residence = home < 0.55 ? "owner" : home < 0.9 ? "tenant" : "family";
  const debts = Math.round((income * random.beta(1.5, 4)) / 100) * 100;
  const score = Math.round(760 - 120 * (utilisation - 0.4) - 38 * latePayments + 30 * random.normal());
  const logit =
    credit.intercept +
    credit.income * Math.log(income / 50_000) +
    credit.utilisation * (utilisation - 0.4) +
    credit.address * Math.log((1 + monthsAtAddress) / 25) +
    credit.late * latePayments +
    credit.tenant * (residence === "tenant" ? 1 : 0) +
    credit.debts * (debts / income - 0.27) +
    credit.noise * random.normal();
  const defaultProbability = logistic(logit);
  const bad = random.chance(defaultProbability);
  const month = random.between(3, OUTCOME_MONTHS);
  const openedOn = appliedOn + random.between(2, 9);
  const approved = score + 15 * random.normal() >= credit.cutoff;
  const known = addMonths(openedOn, bad ? month : OUTCOME_MONTHS);
  const mature = approved && known <= world.lastDay;
  return {
    entity,
    crmRank,
    appliedOn,
    income,
    utilisation,
    monthsAtAddress,
    latePayments,
    residence,
    debts,
    bureauScore: random.chance(0.05) ? null : Math.min(900, Math.max(300, score)),
    age: Math.floor((appliedOn - birthDay) / 365.25),
    channel: random.pick(["store", "store", "web", "phone"] as const),
    amount: Math.min(
      10_000,
      Math.max(500, Math.round((income * (0.03 + 0.05 * random.uniform())) / 100) * 100),
    ),
    approved,
    openedOn,
    defaultProbability,
    badMonth: bad ? month : undefined,
    outcome: mature ? (bad ? 1 : 0) : null,
    outcomeOn: mature ? known : null,
  };
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
