import { addMonths, isoDate } from "../calendar.js";
import { money } from "../files.js";
import { subscriptions } from "../model.js";
import { type Random, stream } from "../random.js";
import type { Register } from "../registers.js";
import { Timeline } from "../timeline.js";
import type { World } from "../world.js";
import { clientNumber } from "./crm.js";

export interface Subscription {
  readonly period: "month" | "year";
  /** Dollars. */
  readonly price: number;
  readonly startedOn: number;
  readonly endedOn: number | undefined;
  /** Probability to leave at each renewal. */
  readonly churn: number;
}

/** A contact's subscription to the waxing and repair club, if there is one: shifted-beta-geometric renewals. */
export function subscriptionOf(
  world: World,
  crm: Register,
  rank: number,
  random: Random,
): Subscription | undefined {
  const { entity, copy, createdOn } = crm.record(rank);
  if (copy > 0 || world.isOrganisation(entity)) return undefined;
  if (!random.at(stream.subscription, entity).chance(subscriptions.joins)) return undefined;
  const monthly = random.chance(subscriptions.monthly.share);
  const { price, alpha, beta } = monthly ? subscriptions.monthly : subscriptions.yearly;
  const startedOn = random.between(Math.max(createdOn, world.firstDay), world.lastDay);
  const churn = random.beta(alpha, beta);
  let endedOn: number | undefined;
  for (let renewal = 1; endedOn === undefined; renewal++) {
    const day = addMonths(startedOn, monthly ? renewal : 12 * renewal);
    if (day > world.lastDay) break;
    if (random.chance(churn)) endedOn = day;
  }
  return { period: monthly ? "month" : "year", price, startedOn, endedOn, churn };
}

/** Subscriptions in order of their start. */
export function* subscriptionLines(world: World, crm: Register): Generator<string> {
  const random = world.random();
  const timeline = new Timeline(world.firstDay - 1);
  for (let rank = 0; rank < crm.length; rank++) {
    const subscription = subscriptionOf(world, crm, rank, random);
    if (subscription !== undefined) timeline.push(subscription.startedOn, rank);
  }
  timeline.sort();
  yield "subscription_id,client_no,started_on,ended_on,plan,price,period\n";
  for (let i = 0; i < timeline.length; i++) {
    const { owner } = timeline.at(i);
    const { period, price, startedOn, endedOn } = subscriptionOf(world, crm, owner, random)!;
    const plan = period === "month" ? "Fartage mensuel" : "Atelier annuel";
    const ended = endedOn === undefined ? "" : isoDate(endedOn);
    yield `${[`S${400_001 + i}`, clientNumber(owner), isoDate(startedOn), ended, plan, money(price * 100), period].join(",")}\n`;
  }
}
