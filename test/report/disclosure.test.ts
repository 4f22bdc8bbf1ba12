import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Sale, type Sample, writeSample } from "./sample.js";

/** What can be read of a report: its page, the strip and tables as text by their name, and every file as one text. */
async function published(sample: Sample, previous: Record<string, number> | null = null) {
  const written = await writeSample(sample, {
    locales: ["en"],
    previous: previous && { runId: "before", asOf: "2026-10-22", figures: previous },
  });
  const read = (file: string) => readFileSync(join(written.folder, file), "utf8");
  const page = read("index.html");
  const spaced = (html: string) =>
    html
      .replace(/<[^>]*>/g, " ")
      .replace(/&lt;/g, "<")
      .replace(/[\s\u00a0\u202f]+/g, " ")
      .trim();
  const figures = [
    ...page.matchAll(/<div><dt>(.*?)<\/dt>\s*<dd class="value[^"]*">(.*?)<\/dd>([\s\S]*?)<\/div>/g),
  ];
  return {
    page: spaced(page.replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/g, "")),
    strip: Object.fromEntries(figures.map(([, name, value, rest]) => [name, [spaced(value!), rest!.trim()]])),
    rows: (id: string) => {
      const figure = page.slice(page.indexOf(`id="${id}"`)).split("</figure>")[0]!;
      return [
        ...(/<tbody>([\s\S]*?)<\/tbody>/.exec(figure)?.[1] ?? "").matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g),
      ].map(([, row]) => row!.split("</td>").slice(0, -1).map(spaced));
    },
    charts:
      written.files
        .filter((file) => file.endsWith(".json"))
        .map(read)
        .join("\n") + page,
  };
}

const sales = (from: number, people: number, age: number, amount = 137.13): Sale[] =>
  Array.from({ length: people }, (_, i) => ({ customer: `c${from + i}`, age: age + (i % 7), amount }));

test("revenue over revenue per customer does not tell how few are active", async () => {
  const { strip } = await published({ customers: 300, sales: [...sales(0, 8, 10), ...sales(8, 292, 500)] });
  expect(strip["Active, 12 months"]![0]).toBe("< 10");
  expect(strip["Net revenue, 12 months"]![0]).toBe("$1.1k");
  expect(strip["Revenue per active customer"]).toEqual(["not shown", ""]);
});

test("new of active customers does not tell how few came back", async () => {
  const old = [...sales(0, 4, 10), ...sales(0, 4, 500)];
  const { strip, page } = await published({ customers: 400, sales: [...old, ...sales(4, 290, 100)] });
  expect(strip["Active, 12 months"]![0]).toBe("294");
  expect(strip["New customers, 12 months"]).toEqual(["not shown", ""]);
  expect(page).not.toMatch(/who first bought|290/);
});

test("active customers are not told where that tells how few of all are not", async () => {
  const { strip, rows } = await published({ customers: 300, sales: sales(0, 294, 100) });
  expect(strip["Active, 12 months"]).toEqual(["not shown", ""]);
  expect(strip["Revenue per active customer"]).toEqual(["not shown", ""]);
  expect(rows("rfm-deciles")).toEqual([]);
});

test("a change since a run of few people is not told", async () => {
  const sample = { customers: 300, sales: sales(0, 40, 10) };
  const told = await published(sample, { "rfm.active": 30, "rfm.revenue": 5000, "rfm.buyers": 30 });
  expect(told.strip["Active, 12 months"]![1]).toContain("+10");
  expect(told.strip["Net revenue, 12 months"]![1]).toContain("%");
  const kept = await published(sample, { "rfm.active": 4, "rfm.revenue": 5000, "rfm.buyers": 4 });
  expect(kept.strip["Active, 12 months"]![1]).toBe("");
  expect(kept.strip["Net revenue, 12 months"]![1]).toBe("");
});

test("those who left the best segment are told only if they are enough", async () => {
  const regular = Array.from({ length: 40 }, (_, i) => sales(i * 10, 10, 60 + i * 8)).flat();
  const few = await published({ customers: 500, sales: [...regular, ...sales(420, 6, 10)] });
  expect(few.page).toContain("< 10 customers have left Champions since 22 October 2026");
  expect(few.page).not.toContain("in the twelve months to then they brought");
  const told = few.rows("rfm-migration").filter(([, , people]) => /^[1-9]/.test(people!));
  expect(told.map((row) => row.slice(0, 3))).toEqual([["Prospects", "Prospects", "94"]]);
  const many = await published({ customers: 500, sales: [...regular, ...sales(420, 60, 10)] });
  expect(many.page).toContain("48 customers in Champions on 22 October 2026 no longer are");
  expect(many.rows("rfm-migration")).toContainEqual(["Champions", "Loyal", "48", "$6,582.24", "$6,582.24"]);
});

test("the money of a few buyers is told nowhere", async () => {
  const { page, strip, charts, rows } = await published({ customers: 500, sales: sales(0, 6, 10) });
  expect(strip["Net revenue, 12 months"]![0]).toBe("not shown");
  expect(page).toContain("What there is to say is about fewer than 10 people.");
  expect(page).not.toMatch(/have not bought yet|\$[1-9]/);
  expect(charts).not.toMatch(/137\.13|822\.78|"money":\s*[1-9]/);
  expect(rows("rfm-scores").every((row) => row[1] === "not shown")).toBe(true);
});

test("thresholds are shown only between scores that enough people have", async () => {
  const shown = await published({ customers: 100, sales: sales(0, 100, 10) });
  expect(shown.rows("rfm-scores").map((row) => row.slice(0, 2))).toContainEqual(["5", "up to 30"]);
  const few = await published({ customers: 45, sales: sales(0, 45, 10) });
  expect(new Set(few.rows("rfm-scores").map((row) => row[1]))).toEqual(new Set(["not shown"]));
});

test("records and rows of a source do not tell how few its customers are", async () => {
  const { rows, page, charts } = await published({ customers: 24, sales: [] });
  expect(rows("identity-sources")).toEqual([]);
  expect(rows("quality-sources").map((row) => row.slice(2))).toEqual(
    Array.from({ length: 2 }, () => Array.from({ length: 5 }, () => "not shown")),
  );
  expect(page).not.toMatch(/of crm, 2% of it/);
  expect(charts).not.toMatch(/"(records|rows_in|kept)":\s*[1-9]/);
});

test("so few customers that the rows of the run would tell how many", async () => {
  const { page } = await published({ customers: 5, sales: [] });
  expect(page).toMatch(/< 10 customers\. /);
  expect(page).toContain("rows: not shown");
});

test("a list and those left out of it are told together or not at all", async () => {
  const whole = await published({ customers: 100, sales: [], list: [31, 14] });
  expect(whole.rows("lists-overview")[0]!.slice(2, 6)).toEqual([
    "31",
    "14",
    "rfm.segment = 'at_risk'",
    "no consent 14",
  ]);
  expect(whole.page).toContain("14 people named by the rule of win-back");
  for (const list of [
    [31, 4],
    [4, 31],
  ] as const) {
    const { rows, page } = await published({ customers: 100, sales: [], list });
    expect(rows("lists-overview")[0]!.slice(2, 4).sort()).toEqual(["< 10", "not shown"]);
    expect(page).not.toMatch(/\b31\b|named by the rule/);
  }
});

test("how few ids were given up is told neither by the others nor by a sentence", async () => {
  const whole = await published({
    customers: 400,
    sales: [],
    changes: { created: 30, split: 20, merged: 15 },
  });
  expect(whole.rows("identity-changes").map((row) => row[1])).toEqual(["30", "0", "20", "15", "0", "0"]);
  expect(whole.page).toContain("35 customers were merged or split since the last run");
  const few = await published({ customers: 400, sales: [], changes: { created: 30, split: 20, retired: 4 } });
  expect(few.rows("identity-changes").map((row) => row[1])).toEqual([
    "30",
    "0",
    "not shown",
    "0",
    "< 10",
    "0",
  ]);
  expect(few.page).not.toMatch(/\b20 customers|merged or split/);
  const first = await published({ customers: 400, sales: [] });
  expect(first.page).not.toMatch(/since the last run/);
});

test("customers of a few in two sources are told by no other combination", async () => {
  const { rows, charts } = await published({ customers: 24, sales: [] });
  expect(rows("identity-overlaps")).toEqual([]);
  expect(charts).not.toMatch(/"kind":\s*"several"/);
});
