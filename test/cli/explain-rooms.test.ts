import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Answer } from "../../src/commands/explain-answer.js";
import { prepare } from "../../src/pipeline/prepare.js";
import { type Room, readRoom } from "../../src/report/rooms.js";
import { lenders } from "../../src/report/shows.js";
import { isKeys } from "../../src/report/written.js";
import { succeeds } from "../support/fails.js";
import { explainHere } from "../support/here.js";
import { rows } from "../support/identities.js";
import { shopFiles } from "../support/orders.js";
import { lastingProject } from "../support/project.js";

const once = { gap: 0, orders: 1, last: 40, amount: 30 };
const regulars = { gap: 20, orders: 12, last: 15, amount: 120 };
const place = lastingProject({
  ...shopFiles([once, regulars], 30, {
    rest: `segments: {rules: {often: "rfm.frequency > 9", rich: "rfm.monetary > 100"}}\n`,
  }),
  "sql/own/letters.sql":
    "-- One row per customer: its letters.\nselect customer_id, count(*) as letters from identity.members group by customer_id\n",
  "reports/own/explain.json": JSON.stringify({
    title: "own.title",
    says: [{ table: "own.letters", text: "own.explain.letters", columns: { letters: "count" } }],
  }),
  "reports/own/messages.en.json": `{"own.title": "Post", "own.explain.letters": "{letters} {letters_n, plural, one {letter} other {letters}}."}`,
});

beforeAll(async () => {
  const text = place.text("pipeline.yaml");
  place.write({ "pipeline.yaml": text.replace("segments]", "rfm, segments, lifecycle, own]") });
  await succeeds(place, { threads: 1 });
}, 120_000);

const told = async (record: string, locale = "en") =>
  (await explainHere(place, [`people:${record}`], { json: false, locale })).printed;

test("scores, segment, clusters, rules and stage of a customer, in both languages", async () => {
  const [row] = await rows<
    Record<"own" | "next" | "distance" | "next_distance", number> & { traits: string }
  >(
    place,
    `select cluster as own, next_cluster as next, distance, next_distance, traits
    from segments.members join segments.clusters using (cluster)
    join identity.members using (customer_id) where record_id = 'K1-3'`,
  );
  expect(row!.next).not.toBe(row!.own);
  const short = (value: number) => String(Number(value.toPrecision(3)));
  const english = await told("K1-3");
  for (const text of [
    /RFM:\n {2}\w[\w ]*: recency \d \(last purchase \d+ days before/,
    /On 22 October 2026: /,
    `Cluster ${row!.own}: `,
    `Distance to its centre: ${short(row!.distance)}.`,
    `Next is cluster ${row!.next}, at a distance of ${short(row!.next_distance)};`,
    "Fits the rule often.\n  Fits the rule rich.",
    /Lifecycle:\n {2}\w+: /,
  ])
    expect(english).toMatch(text);
  expect(row!.traits).toContain("frequency_high");
  expect(english).toContain("buys often");
  const french = await told("K1-3", "fr");
  for (const text of ["récence", "achète souvent", "Répond à la règle often.", "Cycle de vie:"])
    expect(french).toContain(text);
});

test("who fits no rule is told so; a room of one's own is told by its explain.json alone", async () => {
  const text = await told("K0-3");
  expect(text).toContain("Fits no segment by rule.");
  expect(text).toContain("Post:\n  1 letter.");
  const { printed } = await explainHere(place, ["people:K0-3"]);
  const [customer] = (JSON.parse(printed) as Answer).customers;
  expect(customer!.rooms.find(({ room }) => room === "own")).toEqual({
    room: "own",
    title: "Post",
    says: [{ table: "own.letters", rows: [{ letters: 1 }], lines: ["1 letter."] }],
  });
});

test("what the rooms' explain.json name is there: tables, columns, words in both languages", async () => {
  const names = readdirSync("reports").filter((name) => existsSync(join("reports", name, "explain.json")));
  expect(names).toEqual(expect.arrayContaining(["lifecycle", "rfm", "segments"]));
  const rooms = names.map((name) => readRoom(name, ["."], ["en", "fr"]));
  const lent = lenders(rooms, ["."], ["en", "fr"]);
  const words = (of: Room, locale: string): Readonly<Record<string, string>> =>
    Object.assign({}, ...[...lent, of].map(({ messages }) => messages[locale]));
  const missing: string[] = [];
  const pipeline = place.text("pipeline.yaml");
  const used = names.filter((name) => !pipeline.includes(`${name},`) && !pipeline.includes(`${name}]`));
  place.write({ "all.yaml": pipeline.replace("own]", ["own", ...used].join(", ").concat("]")) });
  const { steps } = await prepare({ file: place.path("all.yaml"), now: new Date() });
  const made = new Set(steps.flatMap((step) => [step.table, ...step.published]));
  for (const room of rooms) {
    const { name, explanation } = room;
    const messages: Room["messages"] = { en: words(room, "en"), fr: words(room, "fr") };
    const keys = [
      explanation!.title,
      ...explanation!.says.flatMap(({ text, none }) => [text, ...(none === undefined ? [] : [none])]),
    ];
    for (const locale of ["en", "fr"])
      missing.push(...keys.filter((key) => !(key in messages[locale]!)).map((key) => `${locale} ${key}`));
    for (const say of explanation!.says) {
      for (const table of [say.table, ...(say.with ?? []).map((each) => each.table)])
        if (!made.has(table)) missing.push(`${name} ${table}`);
      for (const unit of Object.values(say.columns).filter(isKeys))
        if (!Object.keys(messages.en!).some((key) => key.startsWith(`${unit}.`))) missing.push(unit);
      const pattern = messages.en![say.text]!;
      for (const [, column] of pattern.matchAll(/(?<!one |other |none |=0 )\{([a-z]\w*?)(?:_n|_is)?[,}]/g))
        if (!(column! in say.columns)) missing.push(`${say.text} ${column}`);
    }
  }
  expect(missing).toEqual([]);
  expect(readFileSync("README.md", "utf8")).toContain("explain.json");
});
