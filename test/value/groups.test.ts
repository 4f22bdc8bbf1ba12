import { expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { uniform } from "../../src/numeric/uniform.js";
import { make as makeExpectations } from "../../src/rooms/value/expectations.js";
import { make as makeFits } from "../../src/rooms/value/fits.js";
import { make as makeSegments } from "../../src/rooms/value/segments.js";
import { gamma, type History, histories } from "../support/histories.js";
import { loadHistories, makeSelect, PARAMETERS } from "../support/value.js";

const WORLD = {
  purchases: "bg_nbd",
  parameters: [0.6, 10, 0.8, 2.4],
  spend: [6.25, 3.74, 15.44],
  weeks: 78,
  ahead: 365 / 7,
} as const;
const YEAR = { ...PARAMETERS, value_discount_pct: 0 };
const GROUPS = 20;
const EACH = 40;
const SEEDS = [1, 2, 3, 4];

type Interval = {
  readonly part: string;
  readonly people: number;
  readonly clv_low: number;
  readonly clv_high: number;
};

/** Groups of a world's customers, by chance and by how often they came back, and what the mean of each came to. */
async function groupsOf(seed: number): Promise<{ interval: Interval; came: number }[]> {
  const next = uniform(seed + 1000);
  const all = histories(GROUPS * EACH, WORLD, seed);
  const spent = all.map(({ later, scale }) =>
    later === 0 ? 0 : gamma(WORLD.spend[0] * later, next) * scale,
  );
  const parts = new Map<string, number[]>();
  const put = (part: string, i: number) => parts.set(part, [...(parts.get(part) ?? []), i]);
  for (const i of all.keys()) put(`any ${i % GROUPS}`, i);
  const byCount = [...all.keys()].sort((a, b) => all[a]!.x - all[b]!.x || a - b);
  for (const [place, i] of byCount.entries()) put(`count ${Math.floor(place / EACH)}`, i);
  const found = await intervals(all, parts);
  return found.map((interval) => {
    const members = parts.get(interval.part)!;
    return { interval, came: members.reduce((sum, i) => sum + spent[i]!, 0) / members.length };
  });
}

async function intervals(all: readonly History[], parts: Map<string, number[]>): Promise<Interval[]> {
  const engine = await openEngine({ threads: 1 });
  try {
    await loadHistories(engine, all);
    await makeSelect(engine, "patterns", YEAR);
    await makeFits(engine, "value.fits", YEAR);
    for (const name of ["choice", "spend", "wallets"]) await makeSelect(engine, name, YEAR);
    await makeExpectations(engine, "value.expectations", YEAR);
    for (const name of ["scores", "chances"]) await makeSelect(engine, name, YEAR);
    const members = [...parts].flatMap(([part, each]) => each.map((i) => [part, String(i)]));
    await engine.load(
      "value.acquired",
      { dimension: "varchar", part: "varchar", customer_id: "varchar" },
      members.map((row) => ["channel", ...row]),
    );
    await engine.load(
      "value.payback",
      { dimension: "varchar", part: "varchar", months: "integer", so_far: "double" },
      [],
    );
    await makeSelect(engine, "groups", YEAR);
    await engine.load("rfm.scores", { segment: "varchar", customer_id: "varchar" }, members);
    await engine.load(
      "rfm.places",
      { segment: "varchar", place: "integer" },
      [...parts.keys()].map((part, i) => [part, i]),
    );
    await makeSegments(engine, "value.segments", YEAR);
    const read = (table: string, name: string) =>
      engine.read<Interval>(
        `select ${name} as part, people, clv_low::double as clv_low, clv_high::double as clv_high
        from ${table} order by part`,
      );
    const groups = await read("value.groups", "part");
    expect(await read("value.segments", "segment")).toEqual(groups);
    return groups;
  } finally {
    engine.close();
  }
}

test("intervals of groups of 40 hold what their mean came to", { timeout: 60_000 }, async () => {
  const groups = [];
  for (const seed of SEEDS) groups.push(...(await groupsOf(seed)));
  for (const kind of ["any", "count"]) {
    const own = groups.filter(({ interval }) => interval.part.startsWith(kind));
    expect(own).toHaveLength(SEEDS.length * GROUPS);
    const held = own.filter(({ interval, came }) => came >= interval.clv_low && came <= interval.clv_high);
    expect.soft(held.length / own.length, kind).toBeGreaterThanOrEqual(0.8);
    expect.soft(held.length / own.length, kind).toBeLessThanOrEqual(0.97);
  }
});
