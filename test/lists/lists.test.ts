import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import { fails, succeeds } from "../support/fails.js";
import { lastingProject, lines, type Project, project } from "../support/project.js";

const PIPELINE = `version: 1
as_of: 2026-06-30
currency: EUR
time_zone: Europe/Paris
country: FR
locales: [LOCALE]
sources:
  people: {files: people.csv, csv: {delimiter: ";"}, table: contacts}
  sales: {files: sales.csv, table: orders, set: {contact_source: people}}
  consents: {files: consents.csv, table: consents, set: {contact_source: people}}
lists:
LISTS
`;

const PEOPLE = lines(
  "record_id;given_name;family_name;email;phone;street;city;postcode;language",
  "1;=cmd|' /C calc'!A0;Roy;anne@example.test;06 12 34 56 78;1 rue A;Lyon;69001;fr",
  '2;-Luc;"Côté; fils";luc@example.test;0612345679;;;;fr',
  "3;@Zoé;+Gagnon;not an address;12;3 rue C;;75003;en",
  '4;Max;"Du ""Bois""";max@example.test;;4 rue D;Paris;;',
  "5;Ida;Blanc;ida@example.test;0612345680;;;;",
  "6;Eve;Noir;;;;;;",
);
const SALES = lines(
  "order_id,contact_id,ordered_on,amount",
  ...[1, 2, 3, 4, 5, 6].map((i) => `o${i},${i},2026-06-0${i},${i * 1000}.5`),
);
/** Who said what: 1 and 3 yes, 2 took it back, 4 only after the day, 5 nothing, 6 yes; by telephone 1 and 3; by post all. */
const CONSENTS = lines(
  "contact_id,channel,given,at",
  "1,email,no,2025-01-01",
  "1,email,yes,2026-06-30",
  "2,email,yes,2026-01-01",
  "2,email,no,2026-02-01",
  "3,email,yes,",
  "4,email,yes,2026-07-01",
  "6,email,yes,2026-01-01",
  "1,sms,yes,2026-01-01",
  "3,sms,yes,2026-01-01",
  ...[1, 2, 3, 4, 5, 6].map((i) => `${i},post,yes,2026-01-01`),
);

function withLists(place: Project, lists: string, locale: string): Project {
  const pipeline = PIPELINE.replace("LOCALE", locale).replace("LISTS", lists.replace(/^/gm, "  "));
  return place.write({
    "pipeline.yaml": pipeline,
    "people.csv": PEOPLE,
    "sales.csv": SALES,
    "consents.csv": CONSENTS,
  });
}

function text(place: Project, list: string, file: string): string {
  return place.text("out", "current", "lists", list, file);
}

function rows(place: Project, list: string, file: string, delimiter = ","): Record<string, string>[] {
  return parse(text(place, list, file), { columns: true, bom: true, delimiter });
}

const EVERYBODY = `rule: "monetary > 0"`;
const LISTS = [
  `mail: {${EVERYBODY}, channel: email, columns: [rfm.monetary]}`,
  `sms: {${EVERYBODY}, channel: sms}`,
  `calls: {${EVERYBODY}, channel: phone}`,
  `letters: {${EVERYBODY}, channel: post, columns: [monetary]}`,
  `ids: {${EVERYBODY}, channel: none, columns: [monetary, crm.city]}`,
  `nobody: {rule: "monetary < 0", channel: email}`,
].join("\n");

const english = withLists(lastingProject(), LISTS, "en");
const french = withLists(lastingProject(), LISTS, "fr");
beforeAll(async () => {
  await succeeds(english);
  await succeeds(french);
});

describe("lists", () => {
  test("hold only whom the channel may reach as of the day, and count the others by reason", () => {
    const { lists } = english.record();
    const found = lists.map(({ list, matched, people, leftOut }) => [
      list,
      { matched, people, ...Object.fromEntries(leftOut.map(({ reason, people: n }) => [reason, n])) },
    ]);
    expect(Object.fromEntries(found)).toEqual({
      mail: { matched: 6, people: 1, invalid_address: 1, no_address: 1, no_consent: 2, withdrawn: 1 },
      sms: { matched: 6, people: 1, invalid_address: 1, no_consent: 4 },
      calls: { matched: 6, people: 0, no_consent: 6 },
      letters: { matched: 6, people: 3, no_address: 3 },
      ids: { matched: 6, people: 6 },
      nobody: { matched: 0, people: 0 },
    });
    for (const { list, matched, people, leftOut } of lists) {
      expect(people + leftOut.reduce((sum, each) => sum + each.people, 0)).toBe(matched);
      for (const file of ["people.csv", "machine.csv"])
        expect(rows(english, list, file)).toHaveLength(people);
    }
  });

  test("hold the channel's address and the columns asked for", () => {
    expect(rows(english, "mail", "machine.csv")).toEqual([
      {
        customer_id: expect.stringMatching(/^[0-9a-f]{16}$/),
        given_name: "=cmd|' /C calc'!A0",
        family_name: "Roy",
        email: "anne@example.test",
        language: "fr",
        monetary: "1000.5000",
      },
    ]);
    expect(rows(english, "sms", "machine.csv")).toMatchObject([{ phone: "+33612345678" }]);
    expect(text(english, "letters", "machine.csv").split("\r\n")[0]).toBe(
      "customer_id,given_name,family_name,street,city,postcode,region,country,language,monetary",
    );
  });

  test("without a channel hold no contact data", () => {
    expect(text(english, "ids", "machine.csv")).not.toMatch(/example\.test|Roy|rue|0612/);
    const cities = rows(english, "ids", "machine.csv").map(({ city }) => city);
    expect(cities.sort()).toEqual(["", "", "", "", "Lyon", "Paris"]);
  });

  test.each(["crm.email", "lower(crm.family_name) as surname"])(
    "without a channel may not ask for %s",
    async (column) => {
      const place = withLists(project(), `ids: {${EVERYBODY}, channel: none, columns: ["${column}"]}`, "en");
      const says = [/pipeline\.yaml:12: list "ids"/, "contact data"];
      await fails(place, { exit: 2, began: false, code: "CRM-E1302", says });
    },
  );
});

describe("the two profiles", () => {
  const names = (file: string) =>
    rows(english, "letters", file).map((row) => [row.given_name, row.family_name].join(" "));

  test("what a spreadsheet would calculate is guarded, for people only", () => {
    expect(names("people.csv").sort()).toEqual([
      "'=cmd|' /C calc'!A0 Roy",
      "'@Zoé '+Gagnon",
      'Max Du "Bois"',
    ]);
    expect(names("machine.csv").sort()).toEqual(["=cmd|' /C calc'!A0 Roy", "@Zoé +Gagnon", 'Max Du "Bois"']);
    expect(text(english, "letters", "people.csv")).toContain('"Du ""Bois"""');
  });

  test("English: a byte order mark, commas and points", () => {
    expect(text(english, "letters", "people.csv").startsWith("\uFEFFcustomer_id,given_name,")).toBe(true);
    expect(text(english, "letters", "machine.csv").startsWith("customer_id,given_name,")).toBe(true);
  });

  test("people read money to the cent, machines as it stands in the tables", () => {
    const amounts = (file: string) => rows(english, "letters", file).map(({ monetary }) => monetary);
    expect(amounts("people.csv").sort()).toEqual(["1000.50", "3000.50", "4000.50"]);
    expect(amounts("machine.csv").sort()).toEqual(["1000.5000", "3000.5000", "4000.5000"]);
  });

  test("a currency without cents has none", async () => {
    const place = withLists(project(), LISTS, "en");
    place.write({ "pipeline.yaml": place.text("pipeline.yaml").replace("EUR", "JPY") });
    await succeeds(place);
    const amounts = rows(place, "ids", "people.csv").map(({ monetary }) => monetary);
    expect(amounts.sort()).toEqual(["1001", "2001", "3001", "4001", "5001", "6001"]);
  });

  test("French: semicolons and decimal commas for people, the same file for machines", () => {
    expect(text(french, "letters", "people.csv").startsWith("\uFEFFcustomer_id;given_name;")).toBe(true);
    const amounts = rows(french, "letters", "people.csv", ";").map(({ monetary }) => monetary);
    expect(amounts.sort()).toEqual(["1000,50", "3000,50", "4000,50"]);
    expect(text(french, "letters", "machine.csv")).toBe(text(english, "letters", "machine.csv"));
  });
});
