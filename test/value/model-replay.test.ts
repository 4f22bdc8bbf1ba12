import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bytesOf } from "../support/bytes.js";
import { succeeds } from "../support/fails.js";
import { runHere } from "../support/here.js";
import { rows } from "../support/identities.js";
import { lastingProject, type Project } from "../support/project.js";
import { shopOf } from "../support/shop.js";

const world = {
  purchases: "bg_nbd",
  parameters: [0.8, 6, 0.8, 2.4],
  spend: [6.25, 3.74, 15.44],
  weeks: 78,
  ahead: 0,
} as const;
const ASOF = "2026-11-22";
const shop = (room = "", parameters: readonly number[] = world.parameters) =>
  shopOf(400, { ...world, parameters }, 11, ASOF, room);
const ofCustomers = [
  "tables/value/scores.parquet",
  "tables/value/totals.parquet",
  "tables/value/parameters.parquet",
];
const scored = (place: Project) => {
  const bytes = bytesOf(place);
  return Object.fromEntries(ofCustomers.map((path) => [path, bytes[path]]));
};
const model = (place: Project) => place.text("out", "current", "models", "value.json");
const reason = async (place: Project) =>
  (await rows<{ reason: string }>(place, "select reason from value.model"))[0]!.reason;
const expected = async (place: Project) =>
  (await rows<{ expected: number }>(place, "select expected from value.totals where measure = 'orders'"))[0]!
    .expected;

describe("a model file", () => {
  const place = lastingProject(shop());
  let first: Record<string, string | undefined>;
  let text: string;

  test("is in the bundle", async () => {
    await succeeds(place);
    first = scored(place);
    text = model(place);
    expect(text.length).toBeLessThan(10_000);
    expect(Object.keys((JSON.parse(text) as { models: object }).models)).toContain("bg_nbd");
  });

  test("gives the same bytes when it is taken as it is", async () => {
    place.write({ ...shop("value: {model: kept/value.json}\n"), "kept/value.json": text });
    await succeeds(place);
    expect(await reason(place)).toBe("file");
    expect(scored(place)).toEqual(first);
    expect(model(place)).toBe(text);
  });

  test("is kept where the pipeline says so, although other orders came", async () => {
    place.write(shop("value: {model: keep}\n"));
    await succeeds(place);
    const before = await expected(place);
    const files = shop("value: {model: keep}\n");
    place.write({ ...files, "orders.csv": `${files["orders.csv"]}X-1,C1,2026-11-20,30.00\n` });
    await succeeds(place);
    expect(await reason(place)).toBe("kept");
    expect(model(place)).toBe(text);
    expect(await expected(place)).not.toBe(before);
  });

  test("is fitted once more where the run is asked to", async () => {
    await succeeds(place, { retrain: true });
    expect(await reason(place)).toBe("asked");
    expect(model(place)).not.toBe(text);
  });
});

describe("from one run to the next", () => {
  const place = lastingProject(shop());

  test("the same exports drift by nothing", async () => {
    await succeeds(place);
    expect(await rows(place, "select * from value.drift")).toEqual([]);
    await succeeds(place);
    const [orders] = await rows<{ moved_pct: number; outside: boolean }>(
      place,
      "select * from value.drift_orders",
    );
    expect(orders!.moved_pct).toBeCloseTo(0, 9);
    expect(orders!.outside).toBe(false);
    const moves = await rows<{ moved: number }>(place, "select moved from value.drift");
    expect(moves.length).toBeGreaterThan(6);
    for (const { moved } of moves) expect(moved).toBeCloseTo(0, 9);
  });

  test("other habits close the gate, and the old run stays", async () => {
    place.write(shop("", [0.8, 6, 4, 2.4]));
    const before = place.current();
    const { exit, message } = await runHere(place);
    expect(exit).toBe(3);
    expect(message).toContain("CRM-E3020");
    expect(place.current()).toBe(before);
    expect(message).toMatch(/the gate value\.drift is closed: \d+/);
  });

  test("unless the pipeline lets them", async () => {
    place.write(shop("value: {gates: {drift_max_pct: null}}\n", [0.8, 6, 4, 2.4]));
    await succeeds(place);
    expect(existsSync(place.path("out", "current", "models", "value.json"))).toBe(true);
  });
});
