import { describe, expect, test } from "vitest";
import { chooseComparisons, kinOf } from "../../src/identity/choose.js";
import { atWork, COMPANY, EMAIL, GIVEN_NAME, PLACE } from "../../src/identity/comparisons.js";
import { columnsOf, ofCustom } from "../../src/identity/custom/comparison.js";
import { type CustomComparison, customComparison } from "../../src/identity/custom/schema.js";
import { type Contact, comparing, RARITIES } from "../support/compare.js";

const custom = (value: unknown): CustomComparison => customComparison.parse(value);
const comparison = (value: unknown) => ofCustom(custom(value));

type Pair = readonly [level: string, left: Contact, right: Contact];

/** Compares all pairs both ways round: who stands left must not matter. */
async function levels(value: unknown, pairs: readonly Pair[]): Promise<void> {
  const wanted = pairs.map(([level, left, right]) => ({ level, left, right }));
  for (const way of [0, 1]) {
    const asked = pairs.map(([, l, r]): [Contact, Contact] => (way === 0 ? [l, r] : [r, l]));
    const found = await comparing([comparison(value)], asked);
    expect(pairs.map(([, left, right], i) => ({ level: found[i]!.levels[0], left, right }))).toEqual(wanted);
  }
}

const given = (given_name: string, family_name?: string): Contact => ({
  given_name,
  ...(family_name === undefined ? {} : { family_name }),
});
const family = (family_name: string): Contact => ({ family_name });
const born = (birth_date: string): Contact => ({ birth_date });
const post = (postcode: string, city?: string): Contact => ({
  postcode,
  ...(city === undefined ? {} : { city }),
});

describe("levels set by hand", () => {
  test("the first that holds counts, the rest is different, a missing value says nothing", () =>
    levels({ column: "family_name", levels: ["exact", { jaro_winkler: 0.92 }, { levenshtein: 3 }] }, [
      ["equal", family("Côté"), family("COTE")],
      ["jaro_winkler ≥ 0.92", family("Tremblay"), family("Tremblai")],
      ["levenshtein ≤ 3", family("Roy"), family("Rolan")],
      ["different", family("Roy"), family("Gagnon")],
      ["unknown", family("Roy"), given("Anne")],
    ]));

  test("what is equal is also alike, where no level asks for equality", () =>
    levels({ column: "family_name", levels: [{ jaro: 0.9 }, { jaccard: 0.5 }] }, [
      ["jaro ≥ 0.9", family("Roy"), family("Roy")],
      ["jaro ≥ 0.9", family("Tremblay"), family("Tremblai")],
      ["jaccard ≥ 0.5", family("Roya"), family("Ayor Bo")],
      ["different", family("Roy"), family("Gagnon")],
    ]));

  test("a swap of two neighbours is one edit for Damerau, two for Levenshtein", () =>
    levels({ column: "phone", levels: [{ damerau_levenshtein: 1 }, { levenshtein: 2 }] }, [
      ["damerau_levenshtein ≤ 1", { phone: "514 555-1234" }, { phone: "514 555-1243" }],
      ["levenshtein ≤ 2", { phone: "514 555-1234" }, { phone: "514 555-1288" }],
      ["different", { phone: "514 555-1234" }, { phone: "514 555-9988" }],
    ]));

  test("nicknames, names in each other's place, beginnings", () =>
    levels(
      {
        column: "given_name",
        levels: [
          "nickname",
          { swapped_with: "family_name" },
          { crossed_with: "family_name" },
          { same_first: 2 },
        ],
      },
      [
        ["nickname", given("William"), given("Bill")],
        ["nickname", given("William"), given("William")],
        ["swapped with family_name", given("Anne", "Roy"), given("Roy", "Anne")],
        ["crossed with family_name", given("Anne", "Roy"), given("Luc", "Anne")],
        ["same first 2", given("Mathis"), given("Martin")],
        ["different", given("Luc"), given("Paule")],
      ],
    ));

  test("beginnings, ends and shared words", () =>
    levels({ column: "company", levels: [{ words: 1 }, { begins: 3 }, { same_last: 4 }, { words: 0.5 }] }, [
      ["words ≥ 1", { company: "Acme Tools" }, { company: "Acme Tools" }],
      ["words ≥ 1", { company: "Acme Tools" }, { company: "Tools of Acme" }],
      ["begins 3", { company: "Acme" }, { company: "Acmetal" }],
      ["same last 4", { company: "Acme Tools" }, { company: "Bruxools" }],
      ["words ≥ 0.5", { company: "Acme Tools" }, { company: "Acme Paints" }],
      ["different", { company: "Ac" }, { company: "Acmetal" }],
      ["different", { company: "Acme Tools" }, { company: "Paints" }],
    ]));

  test("generations", () =>
    levels({ column: "generation", levels: ["exact"] }, [
      ["equal", given("Eric", "Roy Jr"), given("Luc", "Roy, Junior")],
      ["different", given("Eric", "Roy Jr"), given("Eric", "Roy Sr")],
      ["unknown", given("Eric", "Roy Jr"), given("Eric", "Roy")],
    ]));

  test("birth dates: edits with their hyphens, and how far they are apart", () =>
    levels(
      {
        column: "birth_date",
        levels: ["exact", { levenshtein: 1 }, { days: 20 }, { months: 1 }, { years: 2 }],
      },
      [
        ["equal", born("1980-02-03"), born("1980-02-03")],
        ["levenshtein ≤ 1", born("1980-02-03"), born("1980-02-08")],
        ["days ≤ 20", born("1980-02-25"), born("1980-03-16")],
        ["months ≤ 1", born("1980-02-25"), born("1980-03-26")],
        ["years ≤ 2", born("1980-02-25"), born("1981-12-16")],
        ["different", born("1980-02-25"), born("1982-03-16")],
        ["unknown", born("1980-02-25"), given("Anne")],
      ],
    ));

  test("parts of postcodes, with and without a gap", () =>
    levels(
      {
        column: "postcode",
        levels: ["exact", { same_part: "sector" }, { same_part: "district" }, { same_part: "area" }],
      },
      [
        ["equal", post("H2X 1Y4"), post("h2x1y4")],
        ["same sector", post("H2X 1Y4"), post("H2X 1B9")],
        ["same district", post("SW1A 1AA"), post("SW1A 2BB")],
        ["same area", post("SW1A 1AA"), post("SW9 1AA")],
        ["different", post("SW1A 1AA"), post("W1A 1AA")],
        ["different", post("12345"), post("12349")],
      ],
    ));

  test("several columns: all of, any of, not; known if both have one of them", () =>
    levels(
      {
        name: "town",
        column: ["city", "postcode"],
        levels: [
          { all_of: [{ exact: true }, { exact: true, column: "postcode" }] },
          { all_of: [{ exact: true }, { not: { same_part: "area", column: "postcode" } }] },
          { any_of: [{ levenshtein: 1 }, { same_part: "district", column: "postcode" }] },
        ],
      },
      [
        ["equal and postcode equal", post("H2X 1Y4", "Laval"), post("H2X 1Y4", "Laval")],
        ["equal and not postcode same area", post("H2X 1Y4", "Laval"), post("J2X 1Y4", "Laval")],
        ["levenshtein ≤ 1 or postcode same district", post("H2X 1Y4"), post("H2X 1Y9", "Laval")],
        ["levenshtein ≤ 1 or postcode same district", post("H2X 1Y4", "Laval"), post("G1A 1Y9", "Lavall")],
        ["different", { city: "Laval" }, { city: "Gatineau" }],
        ["unknown", post("H2X 1Y4"), { city: "Laval" }],
      ],
    ));

  test("beside comparisons of the house that ask for the same similarities", async () => {
    const own = comparison({
      column: "given_name",
      name: "forename",
      levels: ["exact", "nickname", { jaro_winkler: 0.9 }],
    });
    const twice = comparison({ column: "given_name", levels: [{ jaro_winkler: 0.8 }] });
    const [found] = await comparing([GIVEN_NAME, own, twice, EMAIL], [[given("William"), given("Bill")]]);
    expect(found!.levels).toEqual(["nickname", "nickname", "different", "unknown"]);
  });
});

describe("frequency", () => {
  const pair: [Contact, Contact] = [given("Anne", "Roy"), given("Anne", "Roy")];

  test.each<[string, unknown, string[]]>([
    ["of a first level that is exact", ["exact"], ["given_name"]],
    ["not if it says so", [{ exact: true, frequency: false }], []],
    ["not if its chance among strangers is set", [{ exact: true, strangers: 0.01 }], []],
    ["even so, if it says so", [{ exact: true, strangers: 0.01, frequency: true }], ["given_name"]],
    ["not of a level that is alike", [{ jaro: 0.9 }], []],
    [
      "of a later level that says so",
      [
        { damerau_levenshtein: 9, column: "email" },
        { exact: true, column: "family_name", frequency: true },
      ],
      ["family_name"],
    ],
  ])("%s", async (_, each, columns) => {
    const [found] = await comparing([comparison({ column: "given_name", levels: each })], [pair]);
    expect(found!.rarity).toBe(columns.reduce((sum, column) => sum + RARITIES[column]!, 0));
  });
});

/** Columns of which every record has a value. */
const known = (...names: string[]) =>
  names.map((column) => ({
    column,
    records: 9,
    known: 9,
    different: 9,
    people: 9,
    repeat: 0.1,
    repeats: null,
  }));

test("the columns that are named, wherever", () => {
  const value = custom({
    column: ["badge", "city"],
    levels: [
      { swapped_with: "email" },
      { all_of: [{ crossed_with: "phone" }, { not: { exact: true, column: "street" } }] },
      { otherwise: true },
    ],
  });
  expect(columnsOf(value)).toEqual(["badge", "city", "email", "phone", "street"]);
  expect(chooseComparisons(known("x_badge", "city", "email", "phone"), [value])).toEqual([]);
  const [chosen] = chooseComparisons(known("x_badge", "city", "email", "phone", "street"), [value]);
  expect(chosen).toMatchObject({ name: "badge_city", columns: ["x_badge", "city"] });
});

test("e-mail and telephone are two comparisons each where some records name a firm and some do not", () => {
  const names = (firms: number, asked?: readonly string[]) => {
    const columns = known("given_name", "email", "phone", "company");
    const told = columns.map((each) => (each.column === "company" ? { ...each, known: firms } : each));
    return chooseComparisons(told, asked).map(({ name }) => name);
  };
  expect(names(9)).toEqual(["given_name", "company", "work_email", "work_phone"]);
  expect(names(0)).toEqual(["given_name", "email", "phone"]);
  expect(names(5)).toEqual(["given_name", "company", "email", "work_email", "phone", "work_phone"]);
  expect(names(5, ["phone", "given_name"])).toEqual(["phone", "work_phone", "given_name"]);
});

test("an e-mail address without a name is compared with the names of others where some records have none", () => {
  const names = (forenames: number, ...columns: string[]) =>
    chooseComparisons(
      known(...columns).map((each) => (each.column === "given_name" ? { ...each, known: forenames } : each)),
    ).map(({ name }) => name);
  expect(names(5, "given_name", "email")).toEqual(["given_name", "email", "email_name"]);
  expect(names(9, "given_name", "email")).toEqual(["given_name", "email"]);
  expect(names(5, "given_name", "phone")).toEqual(["given_name", "phone"]);
  expect(names(5, "family_name", "email")).toEqual(["family_name", "email"]);
});

describe("kin", () => {
  const all = (chance: number) => ({ one_person: chance, strangers: chance });

  test("go by the columns that are compared, whatever the comparison is called", () => {
    const own = [
      comparison({ column: "given_name", name: "forename", levels: ["exact"] }),
      comparison({ column: "birth_date", levels: ["exact"] }),
      comparison({ column: "email", levels: ["exact"] }),
    ];
    expect(kinOf(own)).toEqual([
      { name: "household", people: true, strangers: [0], seldom: [1] },
      { name: "namesakes", people: true, strangers: [1, 2] },
    ]);
  });

  test("of one name live at one address, where addresses are compared", () => {
    const own = ["phone", "street", "given_name", "city", "family_name", "email"].map((column) =>
      comparison({ column, levels: ["exact"] }),
    );
    const namesakes = { name: "namesakes", people: true };
    expect(kinOf([...own, PLACE])[1]).toEqual({ ...namesakes, strangers: [0, 5], shared: [2, 4, 1, 6] });
    const firms = [...own, PLACE, COMPANY, atWork(EMAIL)[1]];
    expect(kinOf(firms)[1]).toEqual({ ...namesakes, strangers: [0, 5, 7], shared: [2, 4, 1, 6, 8] });
  });

  test("there are none where all chances and the share are set", () => {
    const set = comparison({
      column: "given_name",
      levels: [
        { exact: true, ...all(0.5) },
        { jaro: 0.9, ...all(0.2) },
      ],
    });
    const open = comparison({
      column: "given_name",
      levels: [
        { exact: true, ...all(0.5) },
        { jaro: 0.9, strangers: 0.2 },
      ],
    });
    expect(kinOf([set], 0.001)).toEqual([]);
    expect(kinOf([set])).toHaveLength(1);
    expect(kinOf([open], 0.001)).toHaveLength(1);
    expect(kinOf([set, EMAIL], 0.001)).toHaveLength(1);
  });
});
