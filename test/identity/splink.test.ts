import { describe, expect, test } from "vitest";
import { CliError, sentence } from "../../src/error.js";
import { type Imported, readSplink } from "../../src/identity/splink/read.js";
import { fails, succeeds } from "../support/fails.js";
import { rows } from "../support/identities.js";
import { peopleFiles, samplePeople } from "../support/people.js";
import { project } from "../support/project.js";

type Chances = readonly [m?: number | string | undefined, u?: number];

const level = (sql: string, label: string, [m, u]: Chances = [], rest: object = {}) => ({
  sql_condition: sql,
  label_for_charts: label,
  ...(m === undefined ? {} : { m_probability: m }),
  ...(u === undefined ? {} : { u_probability: u }),
  ...{ fix_m_probability: false, fix_u_probability: false },
  ...rest,
});

const nulls = (sql: string) => level(sql, "is NULL", [], { is_null_level: true });
const nullOf = (column: string) => nulls(`"${column}_l" IS NULL OR "${column}_r" IS NULL`);
const otherwise = (...chances: Chances) => level("ELSE", "All other comparisons", chances);
const tf = (column: string) => ({ tf_adjustment_column: column, tf_adjustment_weight: 1.0 });

/** A file as Splink 4 and Splink 5 save one: they differ in what intermediate columns are called. */
const saved = (version: 4 | 5, comparisons: readonly object[], rest: object = {}) => ({
  ...{ link_type: "dedupe_only", probability_two_random_records_match: 0.002, sql_dialect: "duckdb" },
  ...(version === 4 ? { bayes_factor_column_prefix: "bf_" } : { match_weight_column_prefix: "mw_" }),
  ...{ em_convergence: 0.0001, max_iterations: 25, linker_uid: "x", unique_id_column_name: "unique_id" },
  comparisons,
  ...rest,
});

const comparison = (output_column_name: string, ...comparison_levels: object[]) => ({
  ...{ output_column_name, comparison_levels, comparison_description: "made by hand" },
});

const NOTHING: Imported = { compare: [], find: [], share: undefined };

/** What is read of a file with these comparisons, or the sentences of what is wrong with it. */
function read(
  file: object | string,
  columns: Readonly<Record<string, string>> = {},
  { rules = true }: { rules?: boolean } = {},
): Imported & { readonly refused: readonly string[] } {
  const text = typeof file === "string" ? file : JSON.stringify(file, null, 2);
  const place = project({ "model.json": text });
  try {
    return { ...readSplink(place.path("model.json"), columns, { rules }), refused: [] };
  } catch (error) {
    if (!(error instanceof CliError) || error.exit !== 2) throw error;
    return {
      ...NOTHING,
      refused: error.problems.map((each) => sentence(each).replace(`${place.folder}/`, "")),
    };
  }
}

/** The level that one condition is read as. */
function levelOf(sql: string, columns: Readonly<Record<string, string>> = {}) {
  const found = read(
    saved(5, [comparison("c", nullOf("city"), level(sql, "the level"), otherwise())]),
    columns,
  );
  return found.compare[0]?.levels[0] ?? found.refused;
}

const day = (column: string) => `try_strptime("${column}", '%Y-%m-%d')`;
const extract = (side: string, column: string, pattern: string) =>
  `NULLIF(regexp_extract("${column}_${side}", '${pattern}', 0), '')`;
const extracts = (column: string, pattern: string) =>
  `${extract("l", column, pattern)} = ${extract("r", column, pattern)}`;

describe("conditions that Splink's library writes", () => {
  test.each<[string, object]>([
    ['"city_l" = "city_r"', { exact: true, column: "city" }],
    ["city_l = city_r", { exact: true, column: "city" }],
    ['LOWER("city_l") = LOWER("city_r")', { exact: true, column: "city" }],
    ['jaro_winkler_similarity("city_l", "city_r") >= 0.92', { jaro_winkler: 0.92, column: "city" }],
    ['jaro_similarity("city_l", "city_r") >= 0.9', { jaro: 0.9, column: "city" }],
    ['jaccard("city_l", "city_r") >= 0.9', { jaccard: 0.9, column: "city" }],
    ['levenshtein("city_l", "city_r") <= 2', { levenshtein: 2, column: "city" }],
    ['damerau_levenshtein("city_l", "city_r") <= 1', { damerau_levenshtein: 1, column: "city" }],
    ["SUBSTRING(city_l, 1, 3) = SUBSTRING(city_r, 1, 3)", { same_first: 3, column: "city" }],
    [
      "SUBSTRING(birth_date_l, 1, 7) = SUBSTRING(birth_date_r, 1, 7)",
      { same_first: 6, column: "birth_date" },
    ],
    [
      '"given_name_l" = "family_name_r" AND "given_name_r" = "family_name_l"',
      { swapped_with: "family_name", column: "given_name" },
    ],
    ['"given_name_l" = "family_name_r"', { crossed_with: "family_name", column: "given_name" }],
    [extracts("email", "^[^@]+"), { exact: true, column: "email_user" }],
    [
      `jaro_winkler_similarity(${extract("l", "email", "^[^@]+")}, ${extract("r", "email", "^[^@]+")}) >= 0.88`,
      { jaro_winkler: 0.88, column: "email_user" },
    ],
    [extracts("postcode", "^[A-Za-z]{1,2}"), { same_part: "area", column: "postcode" }],
    [extracts("postcode", "^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?"), { same_part: "district", column: "postcode" }],
    [
      extracts("postcode", "^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9]"),
      { same_part: "sector", column: "postcode" },
    ],
    [
      `ABS(EPOCH(${day("birth_date_l")}) - EPOCH(${day("birth_date_r")})) <= 2629800.0`,
      { months: 1, column: "birth_date" },
    ],
    [
      'ABS(EPOCH("birth_date_l") - EPOCH("birth_date_r")) <= 315576000.0',
      { years: 10, column: "birth_date" },
    ],
    ['ABS(EPOCH("birth_date_l") - EPOCH("birth_date_r")) <= 432000', { days: 5, column: "birth_date" }],
    [
      'levenshtein(CAST("birth_date_l" AS TEXT), CAST("birth_date_r" AS TEXT)) <= 1',
      { levenshtein: 1, column: "birth_date" },
    ],
    ['ABS("income_l" - "income_r") <= 10.0', { numeric_difference: 10, column: "income" }],
    [
      '(ABS("income_l" - "income_r") / (CASE WHEN "income_r" > "income_l" THEN "income_r" ELSE "income_l" END)) < 0.05',
      { relative_difference: 0.05, column: "income" },
    ],
    [
      '("city_l" = "city_r") AND (NOT ("postcode_l" = "postcode_r"))',
      { all_of: [{ exact: true, column: "city" }, { not: { exact: true, column: "postcode" } }] },
    ],
    [
      '(jaro_winkler_similarity("city_l", "city_r") >= 0.9) OR (levenshtein("city_l", "city_r") <= 2)',
      {
        any_of: [
          { jaro_winkler: 0.9, column: "city" },
          { levenshtein: 2, column: "city" },
        ],
      },
    ],
  ])("%s", (sql, wanted) => {
    const { one_person, strangers, frequency, ...found } = levelOf(sql) as unknown as Record<string, unknown>;
    expect(found).toEqual(wanted);
  });

  test.each([
    "city_l = 'x' and 1=1",
    '"city_l" = "city_r" OR 1 = 1',
    '"city_l" = "city_r"; drop table x',
    '"city_l" = "city_r" -- so',
    '"city_r" = "city_l"',
    'jaro_winkler_similarity("city_l", "city_r") > 0.9',
    'jaro_winkler_similarity("city_l", "city_r") >= (select 1)',
    'jaro_winkler_similarity("city_l", "postcode_r") >= 0.9',
    'levenshtein("city_l", "city_r", 1) <= 2',
    'hamming("city_l", "city_r") <= 2',
    'array_length(list_intersect("city_l", "city_r")) >= 1',
    "\"city_l\" = 'laval' AND \"city_r\" = 'laval'",
    "SUBSTRING(city_l, 2, 3) = SUBSTRING(city_r, 2, 3)",
    "SUBSTRING(city_l, 1, 3) = SUBSTRING(city_r, 1, 4)",
    "SUBSTRING(birth_date_l, 1, 5) = SUBSTRING(birth_date_r, 1, 5)",
    extracts("city", "^[^@]+"),
    extracts("city", ".*"),
    'ABS("city_l" - "city_r") <= 10.0',
    'ABS(EPOCH("city_l") - EPOCH("city_r")) <= 86400',
    "((",
    "",
  ])("and no other is taken: %s", (sql) => {
    const found = levelOf(sql);
    expect(found).toHaveLength(1);
    expect((found as string[])[0]).toMatch(
      /^CRM-E1051: model\.json:\d+: comparison "c", level "the level": /,
    );
  });

  test("columns of the user's own are called as ours", () => {
    const columns = { first_name: "given_name", surname: "family_name", city: "city" };
    const found = levelOf('"first_name_l" = "surname_r" AND "first_name_r" = "surname_l"', columns);
    expect(found).toMatchObject({ column: "given_name", swapped_with: "family_name" });
  });
});

const trained = (version: 4 | 5) =>
  saved(
    version,
    [
      comparison(
        "first_name",
        nullOf("first_name"),
        level('"first_name_l" = "first_name_r"', "exact", [0.7, 0.04], tf("first_name")),
        level('jaro_winkler_similarity("first_name_l", "first_name_r") >= 0.8', "near", [undefined, 0.01]),
        otherwise(1e-120, 0.95),
      ),
      comparison(
        "names",
        nulls(
          '("first_name_l" IS NULL OR "first_name_r" IS NULL) AND ("surname_l" IS NULL OR "surname_r" IS NULL)',
        ),
        level('("first_name_l" = "first_name_r") AND ("surname_l" = "surname_r")', "both", [0.6, 0.01]),
        otherwise("level not observed in training dataset", 0.99),
      ),
    ],
    {
      blocking_rules_to_generate_predictions: [
        { blocking_rule: 'l."first_name" = r."first_name"', sql_dialect: "duckdb" },
        {
          blocking_rule: '(SUBSTRING(l.surname, 1, 2) = SUBSTRING(r.surname, 1, 2)) AND (l."dob" = r."dob")',
        },
        "l.email = r.email and substr(l.dob, 1, 4) = substr(r.dob, 1, 4)",
      ],
    },
  );
const COLUMNS = { first_name: "given_name", surname: "family_name", dob: "birth_date" };

describe.each([4, 5] as const)("a model that Splink %i has trained", (version) => {
  const found = () => read(trained(version), COLUMNS);

  test("its chances are set, those that are missing as Splink would have them", () => {
    const [first, names] = found().compare;
    expect(first).toEqual({
      name: "given_name",
      columns: ["given_name"],
      levels: [
        { exact: true, column: "given_name", one_person: 0.7, strangers: 0.04, frequency: true },
        { jaro_winkler: 0.8, column: "given_name", one_person: 0.025, strangers: 0.01 },
        { otherwise: true, one_person: 1e-120, strangers: 0.95 },
      ],
    });
    expect(names).toMatchObject({ name: "names", columns: ["given_name", "family_name"] });
    expect(names!.levels.map(({ one_person, strangers }) => [one_person, strangers])).toEqual([
      [0.6, 0.01],
      [1e-6, 0.99],
    ]);
  });

  test("its rules are keys, and its probability the share", () => {
    expect(found()).toMatchObject({
      share: 0.002,
      find: [["given_name"], ["family_name begins 2", "birth_date"], ["email", "birth_date begins 4"]],
    });
    expect(read(trained(version), COLUMNS, { rules: false }).find).toEqual([]);
  });
});

describe("settings that are not trained", () => {
  const open = (rest: object = {}) =>
    saved(
      5,
      [comparison("city", nullOf("city"), level('"city_l" = "city_r"', "exact", [0.9]), otherwise())],
      rest,
    );

  test("what is set stays, the rest is left to be learnt", () => {
    const { compare, share, find } = read(open());
    expect(compare[0]!.levels).toEqual([
      { exact: true, column: "city", one_person: 0.9, strangers: undefined, frequency: false },
      { otherwise: true, one_person: undefined, strangers: undefined },
    ]);
    expect([share, find]).toEqual([0.002, []]);
  });

  test("Splink's usual probability says nothing, unless the model is trained", () => {
    const usual = { probability_two_random_records_match: 0.0001 };
    expect(read(open(usual)).share).toBeUndefined();
    expect(read({ ...trained(5), ...usual }, COLUMNS).share).toBe(0.0001);
  });
});

describe("what is refused, by name and line", () => {
  const city = (...levels: object[]) => comparison("city", nullOf("city"), ...levels);
  const exact = level('"city_l" = "city_r"', "exact");

  test("every level and rule that is SQL of one's own, all at once", () => {
    const file = saved(
      4,
      [city(exact, level("city_l like 'x%'", "mine"), level("1 = 1", "all"), otherwise())],
      {
        blocking_rules_to_generate_predictions: ["l.city = r.city", "l.city = r.city and l.city <> r.email"],
      },
    );
    const lines = JSON.stringify(file, null, 2).split("\n");
    const line = (text: string) => lines.findIndex((each) => each.includes(text)) + 1;
    const { refused } = read(file);
    expect(refused.map((each) => each.split("\n")[0])).toEqual([
      `CRM-E1051: model.json:${line("like 'x%'") - 1}: comparison "city", level "mine": its SQL is none of the named levels that can be taken over`,
      `CRM-E1051: model.json:${line("1 = 1") - 1}: comparison "city", level "all": its SQL is none of the named levels that can be taken over`,
      `CRM-E1051: model.json:${line("<> r.email")}: blocking rule 2 asks for more than that columns, or their beginnings, are equal`,
    ]);
    expect(read(file, {}, { rules: false }).refused).toHaveLength(2);
  });

  test.each<[string, object, string | RegExp]>([
    ["no null level", saved(5, [comparison("city", exact, otherwise())]), "it has no null level"],
    [
      "another null level",
      saved(5, [comparison("city", nulls("city_l = ''"), exact, otherwise())]),
      "it has no null level",
    ],
    ["nothing for the rest", saved(5, [city(exact)]), "its last level is not ELSE"],
    [
      "a level twice",
      saved(5, [city(exact, exact, otherwise())]),
      'level "exact": the level "equal" is there twice',
    ],
    [
      "term frequencies of what is alike",
      saved(5, [city(level('levenshtein("city_l", "city_r") <= 1', "near", [], tf("city")), otherwise())]),
      'level "near": term frequencies',
    ],
    [
      "term frequencies in part",
      saved(5, [city({ ...exact, ...tf("city"), tf_adjustment_weight: 0.5 }, otherwise())]),
      'level "exact": term frequencies',
    ],
    [
      "a comparison twice",
      saved(5, [city(exact, otherwise()), city(exact, otherwise())]),
      'comparison "city" is there twice',
    ],
    [
      "exploded arrays",
      saved(5, [city(exact, otherwise())], {
        blocking_rules_to_generate_predictions: [
          { blocking_rule: "l.city = r.city", arrays_to_explode: ["city"] },
        ],
      }),
      "blocking rule 1",
    ],
    [
      "linking only",
      saved(5, [city(exact, otherwise())], { link_type: "link_only" }),
      /CRM-E1052: .*link_only[\s\S]*unique_sources/,
    ],
    ["another dialect", saved(5, [city(exact, otherwise())], { sql_dialect: "spark" }), /CRM-E1052: .*spark/],
  ])("%s", (_, file, says) => {
    const { refused } = read(file);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatch(says);
  });

  test("a column that the file does not compare", () => {
    const { refused } = read(saved(5, [city(exact, otherwise())]), { cty: "city" });
    expect(refused).toEqual([
      'CRM-E1054: model.json:1: identity: splink: columns: the file compares no column "cty"\n  Did you mean "city"?',
    ]);
  });

  test.each([
    ["no JSON", "{", "it is not JSON"],
    ["no settings", "{}", "comparisons: "],
    ["a list", "[]", "it: "],
  ])("%s", (_, text, says) => {
    const { refused } = read(text);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatch(/^CRM-E1050: model\.json: is no settings file of Splink: /);
    expect(refused[0]).toContain(says);
  });
});

describe("a run with a model of Splink", () => {
  const sample = samplePeople();
  const few = { crm: sample.crm.slice(0, 260), loyalty: sample.loyalty.slice(0, 80) };
  const rest = `identity:
  threshold: 0.9
  splink: {file: models/trained.json, columns: {first_name: given_name, surname: family_name, dob: birth_date}}
  gates: {false_pairs_max_pct: 100, largest_customer_max: 1000}
`;
  const model = (first: readonly number[], last: readonly number[]) =>
    saved(
      5,
      [
        comparison(
          "first_name",
          nullOf("first_name"),
          level('"first_name_l" = "first_name_r"', "exact", [first[0]!, 0.01]),
          level('jaro_winkler_similarity("first_name_l", "first_name_r") >= 0.9', "near", [0.1, 0.01]),
          otherwise(1e-200, 0.98),
        ),
        comparison(
          "surname",
          nullOf("surname"),
          level('"surname_l" = "surname_r"', "exact", [last[0]!, 0.005]),
          otherwise(last[1], 0.995),
        ),
        comparison(
          "dob",
          nulls(`${day("dob_l")} IS NULL OR ${day("dob_r")} IS NULL`),
          level('"dob_l" = "dob_r"', "exact", [0.9, 0.0001]),
          otherwise(0.1, 0.9999),
        ),
      ],
      {
        blocking_rules_to_generate_predictions: [
          { blocking_rule: 'l."surname" = r."surname"' },
          { blocking_rule: 'l."dob" = r."dob"' },
        ],
      },
    );

  test("every pair has the weight that the file's chances add up to; there are no kin", async () => {
    const place = project({
      ...peopleFiles(few, rest),
      "models/trained.json": JSON.stringify(model([0.9], [0.95, 0.05])),
    });
    await succeeds(place);
    expect(await rows(place, "select kind, share, by_hand from identity.kinds")).toEqual([
      { kind: "match", share: 0.002, by_hand: true },
    ]);
    expect(await rows(place, "select distinct by_hand from identity.parameters")).toEqual([
      { by_hand: true },
    ]);
    const links = await rows<{ agrees: string; weight: number; pattern: number }>(
      place,
      "select agrees, weight, pattern from identity.links where agrees = 'given_name,family_name,birth_date'",
    );
    expect(links.length).toBeGreaterThan(5);
    const bits =
      Math.log2(0.002 / 0.998) + Math.log2(0.9 / 0.01) + Math.log2(0.95 / 0.005) + Math.log2(0.9 / 0.0001);
    for (const { weight } of links) expect(weight).toBeCloseTo(bits, 3);
    place.write({ "models/trained.json": JSON.stringify(model([0.89], [0.95, 0.05])) });
    await succeeds(place);
    expect(await rows(place, "select reason from identity.model")).toEqual([{ reason: "comparisons" }]);
  });

  test("a file that is not there, and one that holds SQL: exit 2 before anything is read", async () => {
    const missing = project(peopleFiles(few, rest));
    await fails(missing, {
      exit: 2,
      code: "CRM-E1050",
      says: ["models/trained.json", "cannot be read"],
      began: false,
    });
    const own = saved(5, [
      comparison("city", nullOf("city"), level("city_l = (select 1)", "mine"), otherwise()),
    ]);
    const holding = project({ ...peopleFiles(few, rest), "models/trained.json": JSON.stringify(own) });
    await fails(holding, {
      exit: 2,
      code: "CRM-E1051",
      says: ['comparison "city", level "mine"'],
      began: false,
    });
  });

  test("a column that has no line and is none of the contacts'", async () => {
    const text = rest.replace("first_name: given_name, ", "");
    const place = project({
      ...peopleFiles(few, text),
      "models/trained.json": JSON.stringify(model([0.9], [0.95, 0.05])),
    });
    await fails(place, { exit: 2, code: "CRM-E1027", says: ['"first_name"'] });
  });
});
