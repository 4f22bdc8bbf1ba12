import { describe, expect, test } from "vitest";
import { fails, succeeds } from "../support/fails.js";
import { checkHere, explainHere } from "../support/here.js";
import { members, rows } from "../support/identities.js";
import { peopleFiles, peoplePipeline, samplePeople } from "../support/people.js";
import { lastingProject, lines, project } from "../support/project.js";

const sample = samplePeople();
const few = { crm: sample.crm.slice(0, 260), loyalty: sample.loyalty.slice(0, 80) };
const pipeline = (rest: string) => peoplePipeline(Object.keys(few), rest);

describe("mistakes in comparisons set by hand", () => {
  // The pipeline has nine lines before `identity:`, which is line 10.
  const compare = (level: string) => `identity:
  compare:
    - email
    - column: given_name
      levels:
        - exact
        - ${level}
`;
  test.each<[string, string, string, (string | RegExp)[]]>([
    ["a level that is none", compare("exakt"), "CRM-E1004", [":16: identity.compare.1.levels.1"]],
    [
      "an unknown kind",
      compare("{jaro_winkle: 0.9}"),
      "CRM-E1002",
      [
        /:16: unknown key "jaro_winkle" under identity\.compare\.1\.levels\.1/,
        'Did you mean "jaro_winkler"?',
      ],
    ],
    [
      "a similarity above 1",
      compare("{jaro: 9}"),
      "CRM-E1004",
      [/:16: identity\.compare\.1\.levels\.1\.jaro: /],
    ],
    ["half an edit", compare("{levenshtein: 1.5}"), "CRM-E1004", [/:16: .*levels\.1\.levenshtein: /]],
    ["SQL", compare('{sql: "1 = 1"}'), "CRM-E1002", [/:16: unknown key "sql"/]],
    [
      "two kinds in one",
      compare("{jaro: 0.9, levenshtein: 1}"),
      "CRM-E1004",
      [/:16: .*says jaro and levenshtein/],
    ],
    ["no kind", compare("{one_person: 0.9}"), "CRM-E1004", [/:16: .*says nothing/]],
    [
      "the same level twice",
      compare("{exact: true}"),
      "CRM-E1004",
      [/:16: .*the level "equal" is there twice/],
    ],
    ["days of a name", compare("{days: 3}"), "CRM-E1004", [/:16: .*days goes with birth_date/]],
    [
      "nickname of an address",
      compare("{nickname: true, column: email}"),
      "CRM-E1004",
      [/:16: .*goes with given_name/],
    ],
    [
      "a number of a name",
      compare("{numeric_difference: 3}"),
      "CRM-E1004",
      [/:16: .*a further column .* holds numbers/],
    ],
    [
      "frequency of what is alike",
      compare("{jaro: 0.9, frequency: true}"),
      "CRM-E1004",
      [/:16: .*frequency goes with exact/],
    ],
    ["a chance of 0", compare("{jaro: 0.9, strangers: 0}"), "CRM-E1004", [/:16: .*levels\.1\.strangers/]],
    [
      "chances beyond 1",
      compare("{jaro: 0.9, one_person: 0.7}\n        - {jaro: 0.8, one_person: 0.4}"),
      "CRM-E1004",
      [/:14: .*one_person add up to 1\.1, not 1/],
    ],
    [
      "chances of all levels below 1",
      "identity:\n  compare:\n    - {column: city, levels: [{exact: true, strangers: 0.1}, {otherwise: true, strangers: 0.8}]}\n",
      "CRM-E1004",
      [/:12: .*strangers add up to 0\.9, not 1/],
    ],
    [
      "otherwise before others",
      compare("{otherwise: true}\n        - {jaro: 0.8}"),
      "CRM-E1004",
      [/:16: .*otherwise is the last level/],
    ],
    [
      "a mistake within all_of",
      compare("{all_of: [{exact: true, column: city}, {months: 1}]}"),
      "CRM-E1004",
      [/:16: identity\.compare\.1\.levels\.1\.all_of\.1: months goes with birth_date/],
    ],
    [
      "two comparisons of one name",
      "identity:\n  compare:\n    - city\n    - {column: city, levels: [exact]}\n",
      "CRM-E1004",
      [/:13: .*"city" is compared twice/],
    ],
    ["a share that is none", "identity: {share: 1}\n", "CRM-E1004", [/:10: identity\.share: /]],
    [
      "compare beside splink",
      "identity:\n  splink: model.json\n  compare: [email]\n",
      "CRM-E1004",
      [/:11: identity\.splink: .*instead of compare/],
    ],
  ])("%s", async (_, rest, code, says) => {
    const found = await fails(project({ ...peopleFiles(few), "pipeline.yaml": pipeline(rest) }), {
      ...{ exit: 2, code, says, began: false },
    });
    expect(found.problems).toHaveLength(1);
  });

  test("several at once", async () => {
    const place = project({ "pipeline.yaml": pipeline(compare("{jaro: 9}\n        - {levenshtien: 1}")) });
    const { problems } = await checkHere(place);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ["CRM-E1004", 16],
      ["CRM-E1002", 17],
    ]);
  });
});

test("columns that nobody has: all are told, with what there is", async () => {
  const rest = `identity:
  compare:
    - {column: gven_name, levels: [exact]}
    - {column: email, levels: [exact, {exact: true, column: badge}, {swapped_with: given_nam}]}
`;
  const place = project({ ...peopleFiles(few), "pipeline.yaml": pipeline(rest) });
  const { problems } = await fails(place, {
    ...{
      exit: 2,
      code: "CRM-E1027",
      says: ['"gven_name"', 'Did you mean "given_name"?', '"badge"', "Known: "],
    },
  });
  expect(problems.map(({ message }) => /"(.*)"/.exec(message)![1])).toEqual([
    "gven_name",
    "badge",
    "given_nam",
  ]);
});

test("a check tells of names that no export has, from the headers alone", async () => {
  const rest = `identity:
  compare:
    - emial
    - {column: badge, levels: [exact]}
  find: [[email], [famly_name, birth_date], [family_name begins 2]]
`;
  const place = project({ ...peopleFiles(few), "pipeline.yaml": pipeline(rest) });
  const { exit, problems, message } = await checkHere(place);
  expect(exit).toBe(2);
  expect(problems.map(({ code }) => code)).toEqual(["CRM-E1027", "CRM-E1027", "CRM-E1028"]);
  for (const said of ['"emial"', 'Did you mean "email"?', '"badge"', '"famly_name"', '"family_name"?'])
    expect(message).toContain(said);
  place.write({
    "pipeline.yaml": pipeline(
      rest.replace("emial", "email").replace("badge", "city").replace("famly", "family"),
    ),
  });
  expect(await checkHere(place)).toMatchObject({ exit: 0 });
});

describe("a base compared as its pipeline says", () => {
  const own = (change: (text: string) => string = (text) => text) =>
    pipeline(
      change(`identity:
  compare:
    - email
    - column: given_name
      levels: [exact, nickname, {jaro_winkler: 0.9, one_person: 0.07}]
    - column: family_name
      levels: [{exact: true, one_person: 0.9}, {levenshtein: 2, strangers: 0.001}]
    - {column: birth_date, levels: [exact, {damerau_levenshtein: 1}, {months: 1}]}
    - {name: town, column: [postcode, city], levels: [exact, {exact: true, column: city, frequency: true}]}
  find: [[email], [family_name, birth_date], [given_name begins 2, birth_date begins 4], [postcode, given_name]]
  gates: {ids_changed_max_pct: 100, false_pairs_max_pct: 50}
`),
    );
  const place = lastingProject({ ...peopleFiles(few), "pipeline.yaml": own() });
  const chances = (kind: string) =>
    rows<{ comparison: string; name: string; chance: number; by_hand: boolean }>(
      place,
      `select comparison, name, chance, by_hand from identity.parameters where kind = '${kind}' order by place, level desc`,
    );
  const reason = async () =>
    (await rows<{ reason: string }>(place, "select reason from identity.model"))[0]!.reason;
  const rerun = async (text: string) => {
    place.write({ "pipeline.yaml": text });
    await succeeds(place);
    return reason();
  };

  test("the comparisons are those, and what is set stays", async () => {
    await succeeds(place);
    const one = await chances("match");
    expect(one.map(({ comparison, name }) => `${comparison}: ${name}`)).toEqual(
      expect.arrayContaining([
        "given_name: jaro_winkler ≥ 0.9",
        "family_name: levenshtein ≤ 2",
        "birth_date: months ≤ 1",
        "town: city equal",
        "town: different",
      ]),
    );
    expect(one.filter(({ by_hand }) => by_hand).map(({ name, chance }) => [name, chance])).toEqual([
      ["jaro_winkler ≥ 0.9", 0.07],
      ["equal", 0.9],
    ]);
    const strangers = await chances("strangers");
    expect(strangers.filter(({ by_hand }) => by_hand).map(({ name, chance }) => [name, chance])).toEqual([
      ["levenshtein ≤ 2", 0.001],
    ]);
    for (const comparison of new Set(one.map((each) => each.comparison))) {
      const sum = one
        .filter((each) => each.comparison === comparison)
        .reduce((total, { chance }) => total + chance, 0);
      expect(sum).toBeCloseTo(1, 4);
    }
  });

  test("households and namesakes are told apart as ever", async () => {
    expect(await rows(place, "select kind, by_hand from identity.kinds order by place")).toEqual([
      { kind: "match", by_hand: false },
      { kind: "household", by_hand: false },
      { kind: "namesakes", by_hand: false },
    ]);
  });

  test("pairs are found by the keys that are named", async () => {
    const rules = await rows<{ keys: string; pairs: number }>(
      place,
      "select keys, pairs from identity.rules order by rule",
    );
    expect(rules.map(({ keys }) => keys)).toEqual([
      "email",
      "family_name + birth_date",
      "given_name begins 2 + birth_date begins 4",
      "postcode + given_name",
    ]);
    const [counted] = await rows<{ pairs: number }>(
      place,
      `with keys as (select lower(strip_accents(given_name))[:2] as name, year(birth_date) as year from crm.contacts
        where given_name is not null and birth_date is not null and regexp_matches(given_name, '^\\pL\\pL'))
      select sum(n * (n - 1) / 2)::bigint as pairs from (select count(*) as n from keys group by name, year)`,
    );
    expect(rules[2]!.pairs).toBe(counted!.pairs);
  });

  test("many records are joined, and explain takes every weight apart to the bit", async () => {
    const found = await members(place);
    expect(new Set(found.values()).size).toBeLessThan(found.size - 10);
    const [link] = await rows<{ source: string; record_id: string; weight: number }>(
      place,
      "select source, record_id, weight from identity.links where probability < 1 order by weight limit 1",
    );
    const { printed } = await explainHere(place, [`${link!.source}:${link!.record_id}`]);
    const { customers } = JSON.parse(printed) as {
      customers: { links: { weight: number; waterfall: { bits: number; comparison?: string }[] }[] }[];
    };
    for (const { weight, waterfall } of customers[0]!.links) {
      expect(Math.abs(waterfall.reduce((sum, { bits }) => sum + bits, 0) - weight)).toBeLessThan(0.001);
      expect(waterfall.flatMap(({ comparison }) => comparison ?? [])).toEqual([
        ...["email", "work_email", "given_name", "family_name", "birth_date", "town"],
      ]);
    }
  });

  test("the model is kept as long as nothing of it is said otherwise", async () => {
    expect(await rerun(own())).toBe("kept");
    expect(
      await rerun(own((text) => text.replace("false_pairs_max_pct: 50", "false_pairs_max_pct: 49"))),
    ).toBe("kept");
  });

  test("it is fitted anew whenever anything of it changes, and then kept again", async () => {
    let text = own();
    for (const [from, to] of [
      ["jaro_winkler: 0.9,", "jaro_winkler: 0.91,"],
      ["one_person: 0.9}", "one_person: 0.91}"],
      [", strangers: 0.001", ""],
      ["{name: town, column: [postcode, city]", "{name: town, column: [postcode]"],
      [", frequency: true", ""],
      ["  find:", "  share: 0.001\n  find:"],
    ] as const) {
      expect(text).toContain(from);
      text = text.replace(from, to);
      expect([from, await rerun(text)]).toEqual([from, "comparisons"]);
    }
    expect(await rerun(text)).toBe("kept");
  });
});

test("a further column that is compared from now on fits the model anew", async () => {
  const rest = (compare: string) =>
    `identity: {compare: ${compare}, gates: {ids_changed_max_pct: 100, false_pairs_max_pct: 100}}\n`;
  const place = project({
    "pipeline.yaml": peoplePipeline(["crm"], rest("[email]")),
    "crm.csv": lines(
      "record_id,given_name,email,badge,height",
      ...Array.from(
        { length: 40 },
        (_, i) => `${i},Anne,a${i % 30}@example.test,b${i % 30},${150 + (i % 30)}.5`,
      ),
    ),
  });
  await succeeds(place);
  place.write({
    "pipeline.yaml": peoplePipeline(
      ["crm"],
      rest(
        "[email, badge, {column: height, levels: [{numeric_difference: 0.5}, {relative_difference: 0.01}]}]",
      ),
    ),
  });
  await succeeds(place);
  expect(await rows(place, "select reason from identity.model")).toEqual([{ reason: "comparisons" }]);
  const links = await rows<{ agrees: string }>(place, "select agrees from identity.links");
  expect(links.filter(({ agrees }) => agrees === "email,x_badge,height")).toHaveLength(10);
});
