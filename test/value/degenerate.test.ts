import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { succeeds } from "../support/fails.js";
import { rows } from "../support/identities.js";
import { lastingProject, lines, type Project } from "../support/project.js";
import { shopOf } from "../support/shop.js";

const ASOF = "2026-11-22";
const DAY = 86_400_000;
const daysAgo = (count: number) => new Date(Date.parse(ASOF) - count * DAY).toISOString().slice(0, 10);
const world = {
  purchases: "bg_nbd",
  parameters: [0.8, 6, 0.8, 2.4],
  spend: [6.25, 3.74, 15.44],
  weeks: 78,
  ahead: 0,
} as const;

/** A shop whose orders are these: customer, day, amount. */
function shop(orders: readonly (readonly [string, string, number])[]): Record<string, string> {
  const people = [...new Set(orders.map(([customer]) => customer))];
  return {
    ...shopOf(0, world, 1, ASOF),
    "contacts.csv": lines("id,email", ...people.map((id) => `${id},${id}@example.com`)),
    "orders.csv": lines("id,customer,day,amount", ...orders.map((order, i) => `O${i},${order.join(",")}`)),
  };
}

interface Score {
  readonly record_id: string;
  readonly model: string | null;
  readonly p_alive: number | null;
  readonly expected_orders: number | null;
  readonly expected_spend: number | null;
  readonly clv: number | null;
  readonly clv_low: number | null;
  readonly clv_high: number | null;
}

const scores = (place: Project) =>
  rows<Score>(
    place,
    `select record_id, model, p_alive::double as p_alive, expected_orders::double as expected_orders,
      expected_spend::double as expected_spend, clv::double as clv, clv_low::double as clv_low,
      clv_high::double as clv_high
    from value.scores as scores join identity.members as members on members.customer_id = scores.customer_id
    order by record_id`,
  );

/** Every number of every table of the room that is none. */
async function oddities(place: Project): Promise<string[]> {
  const tables = readdirSync(place.path("out", "current", "tables", "value")).map(
    (name) => name.split(".")[0],
  );
  const found: string[] = [];
  for (const table of tables) {
    const columns = await rows<{ column_name: string; column_type: string }>(
      place,
      `select column_name, column_type from (describe select * from value.${table})`,
    );
    const doubles = columns.filter(({ column_type }) => column_type === "DOUBLE");
    if (doubles.length === 0) continue;
    const [odd] = await rows<Record<string, number>>(
      place,
      `select ${doubles.map(({ column_name: name }) => `count(*) filter (where not isfinite("${name}")) as "${name}"`).join(", ")}
      from value.${table}`,
    );
    found.push(...Object.entries(odd!).flatMap(([name, count]) => (count > 0 ? [`${table}.${name}`] : [])));
  }
  return found;
}

const verdicts = async (place: Project) =>
  (
    await rows<{ verdict: string }>(
      place,
      "select distinct verdict from value.fits where look = 0 and model <> 'gamma_gamma' order by verdict",
    )
  ).map(({ verdict }) => verdict);

describe("one customer", () => {
  const place = lastingProject(shop([["A", daysAgo(30), 40]]));

  test("is refused in words", async () => {
    await succeeds(place);
    expect(await verdicts(place)).toEqual(["one_time_only"]);
    expect(await scores(place)).toEqual([]);
    expect(await oddities(place)).toEqual([]);
  });
});

describe("customers who all came today", () => {
  const today = Array.from({ length: 80 }, (_, i) => [`A${i}`, ASOF, 10 + i] as const);
  const place = lastingProject(shop(today));

  test("are refused in words", async () => {
    await succeeds(place);
    expect(await verdicts(place)).toEqual(["one_time_only"]);
    expect(await oddities(place)).toEqual([]);
  });
});

describe("customers who all spend the same, each time", () => {
  const files = shopOf(300, world, 5, ASOF);
  const equal = files["orders.csv"]!.replace(/,[\d.]+$/gm, ",20.00");
  const place = lastingProject({ ...files, "orders.csv": equal });

  test("are worth that a purchase", async () => {
    await succeeds(place);
    const [spend] = await rows<{ verdict: string }>(place, "select verdict from value.spend where look = 0");
    expect(spend!.verdict).toBe("equal");
    const found = await scores(place);
    expect(found.length).toBe(300);
    for (const { expected_spend } of found) expect(expected_spend).toBeCloseTo(20, 4);
    expect(await oddities(place)).toEqual([]);
  });
});

describe("odd customers among others", () => {
  const files = shopOf(300, world, 7, ASOF);
  const odd = [
    ...Array.from({ length: 2001 }, (_, i) => `D${i},DAILY,${daysAgo(i)},12.00`),
    `T0,TODAY,${ASOF},55.00`,
    `N1,NEGATIVE,${daysAgo(200)},60.00`,
    `N2,NEGATIVE,${daysAgo(150)},-90.00`,
    `N3,NEGATIVE,${daysAgo(40)},10.00`,
    `Z1,NOTHING,${daysAgo(90)},0.00`,
  ];
  const people = ["DAILY", "TODAY", "NEGATIVE", "NOTHING"].map((id) => `${id},${id}@example.com`);
  const place = lastingProject({
    ...files,
    "orders.csv": `${files["orders.csv"]}${odd.join("\n")}\n`,
    "contacts.csv": `${files["contacts.csv"]}${people.join("\n")}\n`,
  });

  test("have a number each, between its bounds", async () => {
    await succeeds(place);
    const found = await scores(place);
    const of = (id: string) => found.find(({ record_id }) => record_id === id);
    expect(of("DAILY")!.expected_orders).toBeGreaterThan(200);
    expect(of("DAILY")!.p_alive).toBeGreaterThan(0.9);
    expect(of("TODAY")!.p_alive).toBeGreaterThan(0.5);
    expect(of("NEGATIVE")!.expected_spend).toBeGreaterThanOrEqual(0);
    for (const { p_alive, clv, clv_low, clv_high } of found) {
      expect(p_alive).toBeGreaterThanOrEqual(0);
      expect(p_alive).toBeLessThanOrEqual(1);
      expect(clv_low).toBeLessThanOrEqual(clv!);
      expect(clv_high).toBeGreaterThanOrEqual(clv!);
    }
    expect(await oddities(place)).toEqual([]);
  });
});
