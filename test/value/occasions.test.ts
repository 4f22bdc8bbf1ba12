import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fitOccasions, formOf } from "../../src/fit/value/fit-occasions.js";
import { uniform } from "../../src/numeric/uniform.js";
import { asAtTheLast, atOwnShare, occasionOutlook } from "../../src/value/occasions.js";
import { bytesOf } from "../support/bytes.js";
import { fails, succeeds } from "../support/fails.js";
import { explainHere } from "../support/here.js";
import { rows } from "../support/identities.js";
import { bought, drawn, occasionsOf } from "../support/occasions.js";
import { lastingProject, lines, type Project, project } from "../support/project.js";

const TRUTH = [1.2, 0.75, 0.66, 2.78] as const;
const FIRST = 2013;

/** Gifts of donors who came in the years from FIRST on and give in one after the other, or not, until 2026. */
function donations(donors: number, truth: readonly [number, number, number, number] = TRUTH): string[] {
  const next = uniform(21);
  return Array.from({ length: donors }, (_, i) => {
    const came = FIRST + (i % 10);
    const years = [true, ...bought(drawn(truth)(next), 2026 - came, next)];
    return years.flatMap((gave, k) => {
      const day = `${came + k}-${String(1 + Math.floor(10 * next())).padStart(2, "0")}-15`;
      return gave ? [`${i}-${k},${i},${day},${20 + Math.floor(80 * next())}`] : [];
    });
  }).flat();
}

const charity = (gifts: readonly string[], value: string) => ({
  "people.csv": lines(
    "record_id,email",
    ...[...new Set(gifts.map((gift) => gift.split(",")[1]!))].map((id) => `${id},${id}@example.test`),
  ),
  "gifts.csv": lines("order_id,contact_id,ordered_on,amount", ...gifts),
  "pipeline.yaml": `version: 1
as_of: 2026-11-22
currency: CAD
time_zone: UTC
locales: [en, fr]
sources:
  people: {files: people.csv, table: contacts}
  gifts: {files: gifts.csv, table: orders, set: {contact_source: people, currency: CAD}}
rooms: [identity, value]
value: {tests: {count: 2}${value}}
lists:
  waiting: {rule: "value.p_next < 0.5 and value.expected_occasions > 0.1", channel: none}
`,
});

/** How many numbers of the tables of occasions are none. */
async function noNumbers(place: Project): Promise<string[]> {
  const found: string[] = [];
  for (const table of ["fits", "parameters", "tests", "methods", "scores"]) {
    const columns = await rows<{ column_name: string }>(
      place,
      `select column_name from (describe value.occasion_${table}) where column_type = 'DOUBLE'`,
    );
    for (const { column_name: name } of columns)
      if ((await rows(place, `select 1 from value.occasion_${table} where not isfinite(${name})`)).length > 0)
        found.push(`${table}.${name}`);
  }
  return found;
}

describe("a charity whose donors give once a year or not", () => {
  const place = lastingProject(charity(donations(4000), ", occasions: year, horizon: 36 months"));

  test("its parameters come back, and customers who leave are more than chance", async () => {
    await succeeds(place);
    const [fit] = await rows<{ verdict: string; gain: number }>(
      place,
      "select verdict, gain from value.occasion_fits where look = 0",
    );
    expect(fit!.verdict).toBe("good");
    expect(fit!.gain).toBeGreaterThan(100);
    const parameters = await rows<{ parameter: string; value: number; standard_error: number }>(
      place,
      "select parameter, value, standard_error from value.occasion_parameters where look = 0 order by place",
    );
    expect(parameters.map(({ parameter }) => parameter)).toEqual(["alpha", "beta", "gamma", "delta"]);
    parameters.forEach(({ value, standard_error }, i) => {
      expect(Math.abs(value - TRUTH[i]!)).toBeLessThan(3 * standard_error);
    });
  });

  test("on its past the model errs less than either simple rule, and hardly in all", async () => {
    const methods = await rows<{ method: string; rmse: number; bias: number; tests: number }>(
      place,
      "select method, rmse, bias, tests from value.occasion_methods order by rmse",
    );
    expect(methods[0]).toMatchObject({ method: "bg_bb", tests: 2 });
    expect(Math.abs(methods[0]!.bias)).toBeLessThan(0.1);
    expect(methods).toHaveLength(3);
  });

  test("each donor's expectations lie within their bounds, and those are in order", async () => {
    const [all] = await rows<{ people: number; outside: number; ahead: number; next: string }>(
      place,
      `select count(*) as people, max(occasions_ahead) as ahead, cast(min(next_from) as varchar) as next,
        count(*) filter (where not p_alive_occasions between p_alive_occasions_low and p_alive_occasions_high
          or p_alive_occasions_high > 1
          or not expected_occasions between expected_occasions_low and expected_occasions_high
          or expected_occasions_high > 3 or p_next > p_alive_occasions or p_next > expected_occasions
          or not residual_occasions between residual_occasions_low and residual_occasions_high) as outside
      from value.occasion_scores`,
    );
    expect(all).toEqual({ people: 4000, outside: 0, ahead: 3, next: "2026-01-01" });
    expect(await noNumbers(place)).toEqual([]);
  });

  test("a rule that names a column of value means one table", async () => {
    const tables = ["scores", "occasion_scores"];
    const columns = tables.map((table) => `select column_name from (describe select * from value.${table})`);
    const shared = await rows(
      place,
      `select column_name from (${columns.join(" union all ")})
      group by column_name having count(*) > 1`,
    );
    expect(shared).toEqual([{ column_name: "customer_id" }]);
  });

  test("the report says it in both languages", () => {
    const page = (file: string) => readFileSync(place.path("out", "current", "report", file), "utf8");
    expect(page("index.html")).toContain("in their next calendar year");
    expect(page("index.fr.html")).toContain("au cours de leur prochaine année civile");
    expect(page("index.fr.html")).toContain("Aussi souvent que jusqu’ici");
  });

  test("explain tells at how many occasions a donor came back", async () => {
    const record = "people:0";
    const [own] = await rows<{ bought: number; occasions: number }>(
      place,
      `select occasions_bought as bought, occasions from value.occasion_scores
      join identity.members using (customer_id) where source = 'people' and record_id = '0'`,
    );
    const { printed } = await explainHere(place, [record], { json: false, locale: "en" });
    expect(printed).toContain(
      `Came back at ${own!.bought} of ${own!.occasions} occasions; the chance to buy`,
    );
  });

  test("the same gifts in another order give the same bytes", async () => {
    const other = project(charity(donations(4000).reverse(), ", occasions: year, horizon: 36 months"));
    await succeeds(other);
    const ours = ([name]: [string, string]) => name.includes("occasion");
    expect(Object.entries(bytesOf(other)).filter(ours)).toEqual(Object.entries(bytesOf(place)).filter(ours));
  });
});

test.each([
  ["too_few", Array.from({ length: 80 }, (_, i) => `${i},${i},2026-0${1 + (i % 9)}-01,10`)],
  [
    "always_bought",
    Array.from({ length: 80 }, (_, i) =>
      [2021, 2022, 2023, 2024, 2025].map((y) => `${i}-${y},${i},${y}-05-01,10`),
    ).flat(),
  ],
] as const)("where nothing can be told the answer is a verdict: %s", async (verdict, gifts) => {
  const place = project(charity(gifts, ", occasions: year"));
  await succeeds(place);
  expect(await rows(place, "select verdict from value.occasion_fits where look = 0")).toEqual([{ verdict }]);
  expect(await rows(place, "select * from value.occasion_scores")).toEqual([]);
  expect(await noNumbers(place)).toEqual([]);
});

test("where no occasions are asked for, nothing of them is there", async () => {
  const place = project(charity(donations(60), ""));
  await succeeds(place);
  for (const table of ["looks", "fits", "parameters", "tests", "methods", "scores"])
    expect(await rows(place, `select * from value.occasion_${table}`)).toEqual([]);
});

test("an occasion longer than the horizon is refused", async () => {
  const place = project(charity(donations(60), ", occasions: year, horizon: 6 months"));
  await fails(place, { exit: 2, code: "CRM-E1004", says: ["longer than the horizon"], began: false });
});

test("simple rules go on as often as so far, or as at the last occasion", () => {
  const standings = {
    x: Float64Array.of(2, 0, 0),
    last: Float64Array.of(4, 0, 0),
    n: Float64Array.of(4, 2, 0),
  };
  expect([...atOwnShare(standings, Float64Array.of(1, 3, 5), 2)]).toEqual([1, 0, 0.4]);
  expect([...asAtTheLast(standings, 2)]).toEqual([2, 0, 2]);
});

test("intervals of 90 % hold what is true of customers about nine times in ten", () => {
  const truth = formOf("good")!;
  const standings = {
    x: Float64Array.of(0, 1, 4),
    last: Float64Array.of(0, 2, 6),
    n: Float64Array.of(4, 6, 6),
  };
  const logs = TRUTH.map(Math.log);
  const wanted = occasionOutlook(truth, { logs, covariance: undefined }, standings, 3, 0.1);
  const held = { alive: 0, expected: 0, residual: 0 };
  let told = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const { verdict, estimate } = fitOccasions(occasionsOf(3000, TRUTH, [4, 8], uniform(seed)));
    const found = occasionOutlook(formOf(verdict)!, estimate!, standings, 3, 0.1);
    told += standings.x.length;
    for (const measure of ["alive", "expected", "residual"] as const)
      wanted[measure].value.forEach((value, i) => {
        const { low, high } = found[measure];
        if (low[i]! <= value && value <= high[i]!) held[measure] += 1;
      });
  }
  for (const count of Object.values(held)) {
    expect(count / told).toBeGreaterThan(0.83);
    expect(count / told).toBeLessThan(0.96);
  }
});
