import { expect, test } from "vitest";
import { applicationOf, applicationTimeline } from "../../src/sample/exports/applications.js";
import { purchases, spend } from "../../src/sample/model.js";
import { historyOf, meanSpendOf } from "../../src/sample/purchases.js";
import { Random } from "../../src/sample/random.js";
import { crmRegister } from "../../src/sample/registers.js";
import { Timeline } from "../../src/sample/timeline.js";
import { World } from "../../src/sample/world.js";

const world = new World({ customers: 20_000, seed: 1, asOf: "2026-11-22" });
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

test("a stream draws the same numbers whatever was drawn before", () => {
  const random = new Random(7);
  const first = random.at(3, 14).uniform();
  random.at(3, 15).gamma(2, 1);
  expect(random.at(3, 14).uniform()).toBe(first);
  expect(random.at(4, 14).uniform()).not.toBe(first);
});

test("draws have the moments of their laws", () => {
  const random = new Random(11).at(1, 1);
  const draw = (law: () => number) => Array.from({ length: 40_000 }, law);
  expect(mean(draw(() => random.uniform()))).toBeCloseTo(0.5, 2);
  expect(mean(draw(() => random.normal() ** 2))).toBeCloseTo(1, 1);
  expect(mean(draw(() => random.gamma(0.6, 2)))).toBeCloseTo(0.3, 1.5);
  expect(mean(draw(() => random.beta(2, 6)))).toBeCloseTo(0.25, 2);
  expect(mean(draw(() => random.poisson(1.4)))).toBeCloseTo(1.4, 1);
});

test("buyers follow the stated BG/NBD and Gamma–Gamma laws", () => {
  const random = world.random();
  const buyers = Array.from({ length: world.customers }, (_, entity) => entity).filter(
    (e) => world.roles(e).buyer,
  );
  const histories = buyers.map((entity) => historyOf(world, entity, random));
  expect(mean(histories.map(({ rate }) => rate)) / (purchases.r / purchases.alpha)).toBeCloseTo(1, 1);
  expect(mean(histories.map(({ dropout }) => dropout))).toBeCloseTo(
    purchases.a / (purchases.a + purchases.b),
    2,
  );
  const spends = buyers.map((entity) => meanSpendOf(entity, random));
  expect(mean(spends) / ((spend.p * spend.gamma) / (spend.q - 1))).toBeCloseTo(1, 1);
  // Leaving after a repeat purchase: of the first repeats, E[p] = a / (a + b) are the last.
  const repeaters = histories.filter(({ times }) => times.length > 1);
  const left = repeaters.filter(({ times, alive }) => times.length === 2 && !alive);
  expect(left.length / repeaters.length).toBeCloseTo(purchases.a / (purchases.a + purchases.b), 1.5);
});

test("cards default as often as their formula says, more among the risky", () => {
  const random = world.random();
  const crm = crmRegister(world);
  const timeline = applicationTimeline(world, crm);
  const all = Array.from({ length: timeline.length }, (_, rank) => {
    const { at, owner } = timeline.at(rank);
    return applicationOf(world, crm, owner, at, random);
  });
  const bad = (list: typeof all) => mean(list.map(({ badMonth }) => (badMonth === undefined ? 0 : 1)));
  expect(bad(all)).toBeCloseTo(mean(all.map(({ defaultProbability }) => defaultProbability)), 1.5);
  expect(bad(all.filter((a) => a.utilisation > 0.5))).toBeGreaterThan(
    1.3 * bad(all.filter((a) => a.utilisation < 0.3)),
  );
  expect(all.filter(({ approved, outcome }) => !approved && outcome !== null)).toEqual([]);
});

test("a timeline gives events back in order of time, ties in order of arrival", () => {
  const timeline = new Timeline(-10);
  [5, 3, 5, -4].forEach((at, owner) => {
    timeline.push(at, owner, owner);
  });
  timeline.sort();
  expect([0, 1, 2, 3].map((rank) => timeline.at(rank).owner)).toEqual([3, 1, 0, 2]);
  expect(timeline.at(3)).toEqual({ at: 5, position: 2, owner: 2, tag: 2 });
});

test("the size and the day are checked", () => {
  expect(() => new World({ customers: 12, seed: 1, asOf: "2026-11-22" })).toThrow(/customers/);
  expect(() => new World({ customers: 500, seed: 1, asOf: "2026-02-30" })).toThrow(/not a date/);
});
