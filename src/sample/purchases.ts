import { instant } from "./calendar.js";
import { purchases, shop, spend } from "./model.js";
import { type Random, stream } from "./random.js";
import { Timeline } from "./timeline.js";
import type { World } from "./world.js";

const WEEK = 7;

/** What drives one buyer, which no export shows, and the days of purchase that came of it. */
export interface History {
  /** Purchases per week while alive. */
  readonly rate: number;
  /** Probability to leave after a repeat purchase. */
  readonly dropout: number;
  /** Purchase instants as fractional days from the first day of the history, in order. */
  readonly times: readonly number[];
  /** Whether the buyer has not left by the last day. */
  readonly alive: boolean;
}

/** Tags of an order in the timeline. */
export const orderKind = { purchase: 0, voidedAttempt: 1, walkIn: 2, test: 3 } as const;

/** A buyer drawn from the BG/NBD law of the model. */
export function historyOf(world: World, entity: number, random: Random): History {
  random.at(stream.buyer, entity);
  const rate = random.gamma(purchases.r, purchases.alpha);
  const dropout = random.beta(purchases.a, purchases.b);
  const horizon = world.lastDay - world.firstDay + 1;
  let time = horizon * arrival(random.uniform());
  const times = [time];
  let alive = true;
  while (alive) {
    time += WEEK * random.exponential(rate);
    if (time >= horizon) break;
    times.push(time);
    alive = !random.chance(dropout);
  }
  return { rate, dropout, times, alive };
}

/** A buyer's expected order value in dollars, p / ν of the Gamma–Gamma law. */
export function meanSpendOf(entity: number, random: Random): number {
  return spend.p / random.at(stream.spend, entity).gamma(spend.q, spend.gamma);
}

/** Inverse of the acquisition curve, whose density is proportional to 1 + growth · t on [0, 1]. */
function arrival(u: number): number {
  const { growth } = purchases;
  return (Math.sqrt(1 + growth * (2 + growth) * u) - 1) / growth;
}

/** An order as it enters the timeline; its position there is its number for all random draws. */
export interface OrderEvent {
  readonly at: number;
  readonly entity: number;
  readonly kind: number;
}

/** The orders of all known customers, customer by customer: the order of their positions. */
export function* customerOrders(world: World): Generator<OrderEvent> {
  const random = world.random();
  for (let entity = 0; entity < world.customers; entity++) {
    if (!world.roles(entity).buyer) continue;
    for (const time of historyOf(world, entity, random).times) {
      const at = instant(world.firstDay + Math.floor(time), secondOfDay(random));
      if (random.chance(shop.voidedAttempt)) {
        yield { at: at - random.between(120, 5400), entity, kind: orderKind.voidedAttempt };
      }
      yield { at, entity, kind: orderKind.purchase };
    }
  }
}

/** Every order of the shop in order of time. */
export function orderTimeline(world: World): Timeline {
  const orders = new Timeline(instant(world.firstDay - 1, 0));
  for (const { at, entity, kind } of customerOrders(world)) orders.push(at, entity, kind);
  pushStrangers(world, orders);
  return orders.sort();
}

/** Anonymous walk-ins and the shop's own test orders, spread evenly. */
function pushStrangers(world: World, orders: Timeline): void {
  const random = world.random().at(stream.walkIn, 0);
  const walkIns = Math.round(orders.length * shop.walkIns);
  const tests = Math.max(3, Math.round((orders.length * shop.testsPer10000) / 10_000));
  for (let i = 0; i < walkIns + tests; i++) {
    const day = random.between(world.firstDay, world.lastDay);
    const kind = i < walkIns ? orderKind.walkIn : orderKind.test;
    orders.push(instant(day, 10 * 3600 + random.below(8 * 3600)), 0, kind);
  }
}

/** Mostly between 8 and 23 hours, most at about 16. */
function secondOfDay(random: Random): number {
  const hour = 16 + 4.5 * random.normal();
  return Math.floor((hour < 0.1 || hour >= 24 ? 12 : hour) * 3600);
}
