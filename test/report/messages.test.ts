import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { STANDARD_KEYS } from "../../src/identity/blocking.js";
import { atWork, EMAIL, identifier, PHONE, STANDARD, text } from "../../src/identity/comparisons.js";
import { readRoom } from "../../src/report/rooms.js";
import { isKeys } from "../../src/report/written.js";

const names = readdirSync("reports", { withFileTypes: true }).filter((entry) => entry.isDirectory());
const rooms = names.map(({ name }) => readRoom(name, ["."], ["en", "fr"]));
const english = Object.assign({}, ...rooms.map(({ messages }) => messages.en)) as Record<string, string>;

const used = (pattern: string): string[] => {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value !== null && typeof value === "object") {
      const node = value as { type?: number; value?: unknown };
      if (typeof node.type === "number" && node.type >= 1 && node.type <= 6) found.add(String(node.value));
      Object.values(value).forEach(visit);
    }
  };
  visit(new IntlMessageFormat(pattern, "en").getAst());
  return [...found].sort();
};

test.each(rooms)("$name says the same in English and French", ({ name, messages }) => {
  expect(Object.keys(messages.fr!)).toEqual(Object.keys(messages.en!));
  for (const [key, pattern] of Object.entries(messages.en!)) {
    expect(key.startsWith(`${name}.`), key).toBe(true);
    expect(used(messages.fr![key]!), key).toEqual(used(pattern));
    new IntlMessageFormat(messages.fr![key]!, "fr");
  }
});

test.each(rooms)("every message that $name uses exists", ({ name, specs, page }) => {
  const keys = new Set(existsSync(join("reports", name, "page.json")) ? [`${name}.title`] : []);
  for (const spec of specs.values()) {
    const {
      title = [],
      name: called,
      subtitle,
      columns,
      texts = {},
      hides = [],
      each = {},
      gather = {},
      joins = {},
      links = {},
      headings = {},
    } = spec.usermeta;
    for (const key of [
      called,
      subtitle,
      ...title.map((key) => `${key}.title`),
      ...Object.values(texts),
      ...Object.values(headings),
    ])
      keys.add(key);
    const headed = [...Object.keys(columns).filter((column) => !hides.includes(column))];
    for (const column of [...headed, ...[gather, joins, links].flatMap(Object.keys)])
      keys.add(`${name}.column.${column}`);
    for (const [, key] of JSON.stringify(spec).matchAll(/"@([\w.]+)"/g)) keys.add(key!);
    const units = [...Object.values(columns), ...Object.values(each)].filter(isKeys);
    for (const unit of units.filter((one) => !one.startsWith("."))) {
      expect(
        Object.keys(english).some((key) => key.startsWith(`${unit}.`)),
        unit,
      ).toBe(true);
    }
  }
  for (const [prefix, colors] of Object.entries(page.colors ?? {})) {
    for (const key of Object.keys(colors)) keys.add(`${prefix}.${key}`);
  }
  expect([...keys].filter((key) => !(key in english))).toEqual([]);
});

test.each(rooms)("every sentence and figure that $name selects has its words", ({ name }) => {
  const sql = [
    ...["news", "figures"].map((file) => join("sql", name, `${file}.sql`)),
    `src/${name}/card-news.ts`,
  ].filter((file) => existsSync(file));
  const literals = sql.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/'(\w+\.[\w.]*\w)'/g)].map(([, key]) => key!),
  );
  const sentences = Object.keys(english).filter((key) => key.startsWith(`${name}.news.`));
  const said = literals.filter((key) => key.startsWith(`${name}.`));
  expect(said.filter((key) => ![key, `${key}.title`].some((form) => form in english))).toEqual([]);
  for (const key of sentences.filter((key) => !/\.(title|headline)$/.test(key))) {
    expect(`${key}.headline` in english, key).toBe(true);
  }
});

test("the segments have a colour each, and a word each in every language", () => {
  const colors = rooms.find(({ name }) => name === "rfm")!.page.colors!["rfm.segment"]!;
  const segments =
    "champions loyal potential_loyalist new promising need_attention about_to_sleep at_risk cant_lose hibernating lost premium repeat top_spender inactive active previously_loyal almost_lost dormant other prospects not_known";
  expect(Object.keys(colors)).toEqual(segments.split(" "));
  expect(new Set(Object.values(colors)).size).toBe(22);
});

test("whatever records are compared in and found by has its words", () => {
  const keys = [
    ...[...STANDARD, ...atWork(EMAIL), ...atWork(PHONE)].flatMap(({ name }) => [
      `comparison.${name}`,
      `evidence.${name}`,
    ]),
    ...[...STANDARD, identifier("card"), text("badge")].flatMap(({ name, levels }) =>
      levels.map((level) => `answer.${level.name === "same number" ? `${name} number` : level.name}`),
    ),
    ...["", ...STANDARD_KEYS.map(({ name }) => name)].map((name) => `key.${name}`),
  ];
  expect(keys.filter((key) => !(`identity.${key}` in english))).toEqual([]);
});
