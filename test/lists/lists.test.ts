import { existsSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { fails, succeeds } from "../support/fails.js";
import { lines, type Project, project } from "../support/project.js";

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

function withLists(list: string, locale = "en"): Project {
  return project({
    "pipeline.yaml": PIPELINE.replace("LOCALE", locale).replace("LISTS", list.replace(/^/gm, "  ")),
    "people.csv": PEOPLE,
    "sales.csv": SALES,
    "consents.csv": CONSENTS,
  });
}

function rows(place: Project, list: string, file: string, delimiter = ","): Record<string, string>[] {
  return parse(place.text("out", "current", "lists", list, file), { columns: true, bom: true, delimiter });
}

describe("lists", () => {
  const EVERYBODY = `rule: "monetary > 0"`;
  const text = [
    `mail: {${EVERYBODY}, channel: email, columns: [rfm.monetary]}`,
    `sms: {${EVERYBODY}, channel: sms}`,
    `calls: {${EVERYBODY}, channel: phone}`,
    `letters: {${EVERYBODY}, channel: post}`,
    `ids: {${EVERYBODY}, channel: none, columns: [monetary, crm.city]}`,
    `nobody: {rule: "monetary < 0", channel: email}`,
  ].join("\n");

  test("hold only whom the channel may reach as of the day, and count the others by reason", async () => {
    const place = withLists(text);
    await succeeds(place);
    const { lists } = place.record();
    const wanted = {
      mail: {
        matched: 6,
        people: 1,
        leftOut: { invalid_address: 1, no_address: 1, no_consent: 2, withdrawn: 1 },
      },
      sms: { matched: 6, people: 1, leftOut: { invalid_address: 1, no_consent: 4 } },
      calls: { matched: 6, people: 0, leftOut: { no_consent: 6 } },
      letters: { matched: 6, people: 3, leftOut: { no_address: 3 } },
      ids: { matched: 6, people: 6, leftOut: {} },
      nobody: { matched: 0, people: 0, leftOut: {} },
    };
    const found = lists.map(({ list, matched, people, leftOut }) => [
      list,
      { matched, people, leftOut: Object.fromEntries(leftOut.map(({ reason, people: n }) => [reason, n])) },
    ]);
    expect(Object.fromEntries(found)).toEqual(wanted);
    for (const { list, matched, people, leftOut } of lists) {
      expect(people + leftOut.reduce((sum, each) => sum + each.people, 0)).toBe(matched);
      for (const file of ["people.csv", "machine.csv"]) expect(rows(place, list, file)).toHaveLength(people);
    }
    expect(rows(place, "mail", "machine.csv")).toMatchObject([
      { given_name: "=cmd|' /C calc'!A0", email: "anne@example.test", language: "fr", monetary: "1000.5000" },
    ]);
    expect(rows(place, "sms", "machine.csv")).toMatchObject([{ phone: "+33612345678" }]);
    expect(place.text("out", "current", "lists", "letters", "machine.csv").split("\r\n")[0]).toBe(
      "customer_id,given_name,family_name,street,city,postcode,region,country,language",
    );
    expect(place.text("out", "current", "lists", "ids", "machine.csv")).not.toMatch(
      /example\.test|Roy|rue|0612/,
    );
    expect(
      rows(place, "ids", "machine.csv")
        .map(({ city }) => city)
        .sort(),
    ).toEqual(["", "", "", "", "Lyon", "Paris"]);
  });
});

describe("the two profiles", () => {
  const list = `all: {rule: "monetary > 0", channel: post, columns: [rfm.monetary]}`;

  test("English: commas; what a spreadsheet would calculate is guarded, for people only", async () => {
    const place = withLists(list);
    await succeeds(place);
    const people = place.text("out", "current", "lists", "all", "people.csv");
    const machine = place.text("out", "current", "lists", "all", "machine.csv");
    expect(people.startsWith("\uFEFFcustomer_id,given_name,")).toBe(true);
    expect(machine.startsWith("customer_id,given_name,")).toBe(true);
    const names = (file: string) =>
      rows(place, "all", file)
        .map((row) => [row.given_name, row.family_name].join(" "))
        .sort();
    expect(names("people.csv")).toEqual(["'=cmd|' /C calc'!A0 Roy", "'@Zoé '+Gagnon", 'Max Du "Bois"']);
    expect(names("machine.csv")).toEqual(["=cmd|' /C calc'!A0 Roy", "@Zoé +Gagnon", 'Max Du "Bois"']);
    expect(people).toContain('"Du ""Bois"""');
  });

  test("French: semicolons and decimal commas for people, the same machine file", async () => {
    const french = withLists(list, "fr");
    await succeeds(french);
    const english = withLists(list);
    await succeeds(english);
    const people = french.text("out", "current", "lists", "all", "people.csv");
    expect(people.startsWith("\uFEFFcustomer_id;given_name;")).toBe(true);
    expect(
      rows(french, "all", "people.csv", ";")
        .map(({ monetary }) => monetary)
        .sort(),
    ).toEqual(["1000,5000", "3000,5000", "4000,5000"]);
    const machine = ["out", "current", "lists", "all", "machine.csv"] as const;
    expect(french.text(...machine)).toBe(english.text(...machine));
  });
});

test.each(["crm.email", "phone", "lower(crm.family_name)"])(
  "a list without a channel may not hold %s",
  async (column) => {
    const place = withLists(`ids: {rule: "monetary > 0", channel: none, columns: ["${column}"]}`);
    await fails(place, {
      exit: 2,
      began: false,
      code: "CRM-E1302",
      says: [/pipeline\.yaml:12: list "ids"/, "contact data"],
    });
    expect(existsSync(place.path("out", "runs", "2026-07-01T08-00-00Z"))).toBe(false);
  },
);
