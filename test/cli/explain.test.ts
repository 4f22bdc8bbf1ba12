import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vega from "vega";
import { compile } from "vega-lite";
import { beforeAll, describe, expect, test } from "vitest";
import type { Answer, Member } from "../../src/commands/explain-answer.js";
import { Explained } from "../../src/commands/explain-tables.js";
import { overTables } from "../../src/commands/tables.js";
import { openEngine } from "../../src/engine/open.js";
import { modelOf, type Parameter, waterfall } from "../../src/identity/waterfall.js";
import { cli } from "../support/cli.js";
import { effectsOf, explainHere, runHere, sqlHere } from "../support/here.js";
import { lastingProject, lines, project } from "../support/project.js";

const place = lastingProject();
const current = join(place.out, "current");

/** Rows of the published run. */
async function rows<T>(sql: string): Promise<T[]> {
  const { exit, message, printed } = await sqlHere(place, [sql]);
  expect({ exit, message }).toEqual({ exit: 0, message: "" });
  return JSON.parse(printed) as T[];
}

async function answerOf(words: readonly string[], input = ""): Promise<Answer> {
  const { exit, message, printed } = await explainHere(place, words, {}, input);
  expect({ exit, message }).toEqual({ exit: 0, message: "" });
  return JSON.parse(printed) as Answer;
}

const runs = { first: "", second: "" };
/** Records of the first run: alone in the loyalty programme; of two customers that the second run makes one; forgotten. */
let alone: Member[];

beforeAll(async () => {
  await cli(["sample", place.path("sample"), "--customers", "300", "--seed", "3"]);
  const pipeline = place
    .text("sample", "pipeline.yaml")
    .replaceAll(": exports/", ": sample/exports/")
    .replace(/^lists:[\s\S]*?^gates:/m, "gates:")
    .replace(/^rooms: .*$/m, "rooms: [identity]");
  place.write({ "pipeline.yaml": pipeline });
  expect(await runHere(place, { threads: 1 })).toMatchObject({ exit: 0, message: "" });
  runs.first = place.record().id;
  alone = await rows<Member>(
    "select * from identity.members where why = 'alone' and source = 'loyalty' order by record_id",
  );
  // The next night: somebody has decided that two customers are one, and a card is gone.
  const [a, b, gone] = alone;
  const members = place.text("sample", "exports", "loyalty", "members.ndjson").split("\n");
  const left = members.filter((line) => !line.includes(`"${gone!.record_id}"`));
  expect(left).toHaveLength(members.length - 1);
  place.write({
    "sample/exports/loyalty/members.ndjson": left.join("\n"),
    "decisions.csv": lines(
      "kind,source,record_id,other_source,other_record_id,author,reason",
      `must_link,loyalty,${a!.record_id},loyalty,${b!.record_id},me,the same card holder`,
    ),
    "pipeline.yaml": pipeline.replace("rooms:", "identity: {overrides: decisions.csv}\nrooms:"),
  });
  const later = { now: () => new Date("2026-07-02T08:00:00Z") };
  expect(await runHere(place, { threads: 1 }, later)).toMatchObject({ exit: 0, message: "" });
  runs.second = place.record().id;
});

const linkedRecord = async () =>
  (await rows<Member>("select * from identity.members where why like '%phone%' order by record_id"))[0]!;

describe("weights taken apart", () => {
  test("the parts of every link of the run add up to its weight", async () => {
    const ids = await rows<{ customer_id: string }>(
      "select customer_id from identity.customers where records > 1",
    );
    const [links] = await rows<{ n: number }>("select count(*) as n from identity.links");
    let seen = 0;
    await overTables(current, effectsOf(place), async ({ engine }) => {
      const tables = await Explained.open(engine, current);
      for (const { customer_id } of ids) {
        const found = await tables.links(customer_id);
        seen += found.length;
        for (const { weight, probability, waterfall: parts } of found) {
          const sum = parts.reduce((total, { bits }) => total + bits, 0);
          expect(Math.abs(sum - weight)).toBeLessThan(0.001);
          expect(1 / (1 + 2 ** -sum)).toBeCloseTo(probability, 4);
        }
      }
    });
    expect(seen).toBe(links!.n);
    expect(seen).toBeGreaterThan(50);
  });

  const chances = (place: number, comparison: string, levels: readonly [string, number, number, number][]) =>
    levels.flatMap(([name, ...each], i): Parameter[] =>
      ["match", "household", "strangers"].map((kind, j) => ({
        ...{ place, comparison, level: levels.length - 1 - i, name, kind, chance: each[j]! },
        ...{ features: comparison, frequency: i === 0 ? comparison : null },
      })),
    );
  const parameters = [
    ...chances(0, "phone", [
      ["equal", 1 / 2, 1 / 4, 1 / 1024],
      ["one digit off", 1 / 4, 1 / 4, 1 / 64],
      ["different", 1 / 4, 1 / 2, 1],
    ]),
    ...chances(1, "x_branch", [
      ["equal", 1 / 2, 1 / 2, 1 / 8],
      ["similar", 1 / 8, 1 / 8, 1 / 8],
      ["near", 1 / 8, 1 / 8, 1 / 8],
      ["different", 1 / 4, 1 / 4, 1 / 2],
    ]),
  ];
  const shares = [
    { kind: "match", share: 1 / 4 },
    { kind: "household", share: 1 / 4 },
  ];

  test("as reckoned by hand", () => {
    const model = modelOf(parameters, shares)!;
    // Equal in both: 3 + 4 · 4. Strangers are half of all pairs; the two values are those of one in 2^12 and 2^4 people.
    const parts = waterfall(model, 3 + 4 * 4, -16);
    expect(parts.map(({ bits, ...part }) => ({ ...part, bits: Number(bits.toFixed(6)) }))).toEqual([
      { part: "prior", answer: "any two records", bits: -1 },
      { part: "comparison", comparison: "phone", answer: "equal", m: 1 / 2, u: 1 / 1024, bits: 9 },
      { part: "comparison", comparison: "x_branch", answer: "equal", m: 1 / 2, u: 1 / 8, bits: 2 },
      // Usual: 2^-10 and 2^-3; so rare: 2^-16.
      { part: "values", answer: "rarer than others", bits: 3 },
      // Household: -1 + 8 + 2 + 3 = 12 bits over strangers; -log2(1 + 2^12).
      { part: "kinds", answer: "household", bits: Number((-Math.log2(4097)).toFixed(6)) },
    ]);
    // The phone one digit off, the branch unknown: nothing is rare.
    expect(waterfall(model, 2, 0).map(({ bits }) => Number(bits.toFixed(6)))).toEqual([
      -1,
      4,
      0,
      0,
      Number((-Math.log2(1 + 2 ** 3)).toFixed(6)),
    ]);
    expect(waterfall(model, 2, 0)[2]).toEqual({
      ...{ part: "comparison", comparison: "x_branch", answer: null, bits: 0 },
    });
  });

  test("not with parameters that lack a kind or a level", () => {
    const bottom = parameters.filter(({ place, level }) => place === 0 && level === 0);
    for (const lacking of [parameters.slice(0, 1), parameters.slice(2, 3), bottom])
      expect(
        modelOf(
          parameters.filter((each) => !lacking.includes(each)),
          shares,
        ),
      ).toBeUndefined();
    const { comparisons, chances: found } = modelOf(parameters, shares)!;
    expect(comparisons.map(({ name, levels }) => [name, ...levels.map((level) => level.name)])).toEqual([
      ["phone", "equal", "one digit off", "different"],
      ["x_branch", "equal", "similar", "near", "different"],
    ]);
    expect(found.get("household")).toEqual([
      [1 / 2, 1 / 4, 1 / 4],
      [1 / 4, 1 / 8, 1 / 8, 1 / 2],
    ]);
    expect(modelOf(parameters, [...shares, { kind: "namesakes", share: 0.1 }])).toBeUndefined();
    expect(modelOf([], [])).toBeUndefined();
  });
});

describe("explains", () => {
  test("a record: its customer, whole; one object on standard output and nothing else", async () => {
    const { source, record_id, customer_id } = await linkedRecord();
    const words = ["explain", `${source}:${record_id}`, "--json"];
    const { exit, stdout, stderr } = await cli(words, { cwd: place.folder });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    const answer = JSON.parse(stdout) as Answer;
    expect(answer).toMatchObject({
      run: join("out", "current"),
      as_of: "2026-11-22",
      asked: { kind: "record", source, record_id },
      matches: 1,
      pair: null,
      chart: null,
    });
    const [customer] = answer.customers;
    const members = await rows<Member>(
      `select source, record_id, why, phone, birth_date::varchar as birth_date
      from identity.members join crm.contacts using (source, record_id)
      where customer_id = '${customer_id}' order by source, record_id`,
    );
    expect(customer).toMatchObject({ customer_id, status: "current", merged: [], events: [] });
    expect(customer!.records).toBe(members.length);
    expect(customer!.members).toEqual(members.map((member) => expect.objectContaining(member)));
    expect(customer!.links_in_all).toBe(customer!.links.length);
    const weights = customer!.links.map(({ weight }) => weight);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
    expect(answer.rules.map(({ keys }) => keys)).toContain("email");
    expect(await answerOf([current, customer_id])).toEqual({
      ...answer,
      run: current,
      asked: { kind: "customer", customer_id },
    });
  });

  test("as text, with the records' names and every part of every link", async () => {
    const { source, record_id } = await linkedRecord();
    const { customers } = await answerOf([`${source}:${record_id}`]);
    const { printed } = await explainHere(place, [`${source}:${record_id}`], { json: false });
    const [{ customer_id, members, links, since }] = customers as [Answer["customers"][number]];
    expect(printed).toContain(`Run ${current}, as of 2026-11-22.\n`);
    expect(printed).toContain(
      `Customer ${customer_id}: current, since ${since}, ${members.length} records.\n`,
    );
    for (const member of members)
      for (const value of [member.family_name, member.email, member.phone, member.birth_date])
        expect(printed).toContain(value ?? "");
    expect(printed).toMatch(/^ {4}prior +any two records +-\d+\.\d\d +-\d+\.\d\d$/m);
    expect(printed).toMatch(/^ {4}phone +equal +\+\d+\.\d\d +[+-]\d+\.\d\d$/m);
    for (const { weight } of links)
      expect(printed).toMatch(new RegExp(`^ {4}weight +\\+${weight.toFixed(2)}$`, "m"));
    expect(printed).toMatch(/^Rules by which pairs were found: all with all; email;/m);
    expect(printed.split("\n").filter((line) => /undefined|null|NaN/.test(line))).toEqual([]);
  });

  test("an e-mail address from standard input, in whatever case, with all customers that have it", async () => {
    const [shared] = await rows<{ email: string; customers: number }>(
      `select lower(email) as email, count(distinct customer_id) as customers
      from crm.contacts join identity.members using (source, record_id)
      where email is not null group by all order by customers desc, email limit 1`,
    );
    expect(shared!.customers).toBeGreaterThan(1);
    const input = `  ${shared!.email.toUpperCase()} \r\nignored@example.test\n`;
    const { exit, stdout, stderr } = await cli(["explain", "-", "--out", place.out], { input });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout).toContain(`\n${shared!.customers} customers have this e-mail address.\n`);
    const answer = await answerOf(["-"], input);
    expect(answer.asked).toEqual({ kind: "email" });
    expect(answer.matches).toBe(shared!.customers);
    for (const { customer_id, members } of answer.customers) {
      expect(stdout).toContain(`Customer ${customer_id}: current`);
      expect(members.map(({ email }) => email?.toLowerCase())).toContain(shared!.email);
    }
  });

  test("an id that was merged: the customer that it went into, and the event", async () => {
    const { customers: merged } = await answerOf([
      join(place.out, "runs", runs.first),
      alone[0]!.customer_id,
    ]);
    expect(merged[0]).toMatchObject({ status: "current", records: 1, links: [], events: [] });
    const ids = [alone[0]!.customer_id, alone[1]!.customer_id];
    const [lost] = await rows<{ customer_id: string; merged_into: string }>(
      "select customer_id, merged_into from identity.customers where status = 'merged'",
    );
    expect(ids.sort()).toEqual([lost!.customer_id, lost!.merged_into].sort());
    const { customers } = await answerOf([lost!.customer_id]);
    expect(customers).toMatchObject([
      {
        customer_id: lost!.merged_into,
        status: "current",
        merged: [lost],
        members: [{ why: "must_link" }, { why: "must_link" }],
        links: [],
        events: [
          { customer_id: lost!.customer_id, event: "merged", other_id: lost!.merged_into, records: 1 },
        ],
      },
    ]);
    const { printed } = await explainHere(place, [lost!.customer_id], { json: false });
    expect(printed).toContain(`Customer ${lost!.customer_id} was merged into ${lost!.merged_into}.\n`);
    expect(printed).toContain("somebody has decided that they are");
    expect(printed).toContain(
      `merged: ${lost!.customer_id} was given up for ${lost!.merged_into} (1 record)`,
    );
  });

  test("an id whose records are gone, and a record that is alone", async () => {
    const gone = alone[2]!.customer_id;
    expect((await answerOf([gone])).customers).toMatchObject([
      { status: "retired", records: 0, members: [], events: [{ customer_id: gone, event: "retired" }] },
    ]);
    const { printed } = await explainHere(place, [gone], { json: false, chart: "no.vl.json" });
    expect(printed).toContain("None of its records is in this run any more.");
    expect(printed).toContain("No chart: there is no link to draw.");
    expect(readdirSync(place.folder)).not.toContain("no.vl.json");
    const single = await explainHere(place, [`loyalty:${alone[3]!.record_id}`], { json: false });
    expect(single.printed).toContain("It is alone: there is no link.");
  });
});

describe("two records", () => {
  const nameOf = ({ source, record_id }: { source: string; record_id: string }) => `${source}:${record_id}`;

  test("that are taken for one person", async () => {
    const [link] = await rows<Answer["customers"][number]["links"][number]>(
      "select * from identity.links order by weight desc limit 1",
    );
    const other = `${link!.other_source}:${link!.other_record_id}`;
    const { pair, customers } = await answerOf([other, nameOf(link!)]);
    expect(customers).toEqual([]);
    expect(pair).toMatchObject({ one_customer: true, linked: true, links: [{ weight: link!.weight }] });
    const { printed } = await explainHere(place, [current, nameOf(link!), other], { json: false });
    expect(printed).toContain(`${nameOf(link!)} and ${other} are one customer, `);
    expect(printed).toContain(`: taken for one person by themselves.\n`);
  });

  test("that others join", async () => {
    const [apart] = await rows<{ a: string; b: string }>(
      `select l.source || ':' || l.record_id as a, r.source || ':' || r.record_id as b
      from identity.members as l
      join identity.members as r using (customer_id)
      where l.why <> 'must_link' and (l.source, l.record_id) < (r.source, r.record_id) and not exists (
        select 1 from identity.links as links
        where links.source = l.source and links.record_id = l.record_id
          and links.other_source = r.source and links.other_record_id = r.record_id
      )
      order by a, b limit 1`,
    );
    const { pair } = await answerOf([apart!.a, apart!.b]);
    expect(pair).toMatchObject({ one_customer: true, linked: false });
    const ends = pair!.links.flatMap((link) => [
      nameOf(link),
      `${link.other_source}:${link.other_record_id}`,
    ]);
    expect(pair!.links.length).toBeGreaterThan(1);
    expect(ends).toEqual(expect.arrayContaining([apart!.a, apart!.b]));
    const { printed } = await explainHere(place, [apart!.a, apart!.b], { json: false });
    expect(printed).toContain(`joined by ${pair!.links.length} links, not by themselves.`);
  });

  test("that a decision joins, and that are two customers", async () => {
    const [a, b, , c] = alone.map(nameOf) as [string, string, string, string];
    expect((await answerOf([a, b])).pair).toMatchObject({ one_customer: true, linked: false, links: [] });
    expect((await explainHere(place, [a, b], { json: false })).printed).toContain("joined by a decision");
    expect((await answerOf([a, c])).pair).toMatchObject({ one_customer: false, links: [] });
    const { printed } = await explainHere(place, [a, c], { json: false });
    expect(printed).toContain(`${a} and ${c} are two customers, `);
    expect(printed).toContain("found by no rule, or are one person with a probability below 0.01");
  });

  test("that is likely, but not enough, is taken apart like a link", async () => {
    const [near] = await rows<Record<"a" | "b", string> & { probability: number; weight: number }>(
      `select source || ':' || record_id as a, other_source || ':' || other_record_id as b, probability, weight
      from identity.unlinked
      where probability < (select threshold from identity.thresholds)
      order by probability desc, a, b limit 1`,
    );
    const { pair } = await answerOf([near!.b, near!.a]);
    expect(pair).toMatchObject({ linked: false, unlinked: { weight: near!.weight } });
    const sum = pair!.unlinked!.waterfall.reduce((bits, part) => bits + part.bits, 0);
    expect(sum).toBeCloseTo(near!.weight, 3);
    const { printed } = await explainHere(place, [near!.a, near!.b], { json: false });
    expect(printed).toContain(`probability ${near!.probability.toFixed(6)}, below the threshold of`);
  });
});

test("--chart writes a spec that needs nothing else, and names nobody", async () => {
  const { source, record_id } = await linkedRecord();
  const { printed } = await explainHere(place, [`${source}:${record_id}`], { chart: "why.vl.json" });
  const { chart, customers } = JSON.parse(printed) as Answer;
  expect(chart).toBe("why.vl.json");
  const text = place.text("why.vl.json");
  const spec = JSON.parse(text);
  expect(text.replace(spec.$schema, "")).not.toMatch(/https?:|"url"/);
  const { members, links } = customers[0]!;
  for (const { given_name, family_name, email, phone } of members)
    for (const value of [given_name, family_name, email, phone])
      if (value !== null) expect(text).not.toContain(value);
  expect(spec.vconcat).toHaveLength(links.length);
  for (const [i, { data }] of spec.vconcat.entries()) {
    const { from, to } = data.values.at(-2);
    expect([from + data.values.at(-2).bits, to]).toEqual([
      expect.closeTo(links[i]!.weight, 3),
      expect.closeTo(links[i]!.weight, 3),
    ]);
  }
  const warnings: string[] = [];
  const logger = vega.logger(vega.Warn);
  logger.warn = (...words) => {
    warnings.push(words.join(" "));
    return logger;
  };
  const svg = await new vega.View(vega.parse(compile(spec, { logger }).spec), { renderer: "none" }).toSVG();
  expect(warnings).toEqual([]);
  expect(svg).toContain("any two records");
});

describe("refuses", () => {
  const code = async (words: readonly string[], input = "", from = place) =>
    (await explainHere(from, words, {}, input)).problems.map((problem) => problem.code);

  test.each([
    [[], "CRM-E1029"],
    [["-", "crm:1"], "CRM-E1029"],
    [["crm:1", "shop"], "CRM-E1029"],
    [["crm:1", "crm:1"], "CRM-E1029"],
    [["crm:1", "crm:2", "crm:3"], "CRM-E1029"],
    [["nowhere", "crm:1"], "CRM-E1008"],
    [["nobody"], "CRM-E1032"],
    [["crm:no such record"], "CRM-E1033"],
    [["cmr:1"], "CRM-E1033"],
  ])("%j", async (words, expected) => {
    expect(await explainHere(place, words)).toMatchObject({ exit: 2, printed: "" });
    expect(await code(words)).toEqual([expected]);
  });

  test("a run's folder alone, a source misspelt with the right one", async () => {
    expect(await code([current])).toEqual(["CRM-E1029"]);
    const { problems } = await explainHere(place, ["cmr:1"]);
    expect(problems[0]!.hint).toBe('Did you mean "crm"?');
  });

  test("an e-mail address that nobody has, without repeating it", async () => {
    const input = "secret.person@example.test\n";
    const { exit, stdout, stderr } = await cli(["explain", "-", "--out", place.out], { input });
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toMatch(/^CRM-E1034: .*: no contact of the run has this e-mail address\n/);
    expect(stderr).not.toContain("secret");
    expect(await code(["-"], "")).toEqual(["CRM-E1030"]);
    expect(await code(["-"], "secret person\nsomebody@example.test")).toEqual(["CRM-E1030"]);
    const typed = await explainHere(place, ["secret.person@example.test"]);
    expect(typed).toMatchObject({ exit: 2, problems: [{ code: "CRM-E1032" }] });
    expect(typed.message).not.toContain("secret");
    expect(typed.message).toContain("explain -");
  });

  test("a run without identities, or with those of another version", async () => {
    const other = project();
    mkdirSync(other.path("out", "current", "tables"), { recursive: true });
    expect(await code(["crm:1"], "", other)).toEqual(["CRM-E1031"]);
    const folder = place.path("older", "tables");
    for (const room of ["identity", "crm"]) {
      mkdirSync(join(folder, room), { recursive: true });
      for (const file of readdirSync(join(current, "tables", room)))
        writeFileSync(join(folder, room, file), readFileSync(join(current, "tables", room, file)));
    }
    const older = place.path("older");
    const { record_id, source } = await linkedRecord();
    const words = [older, `${source}:${record_id}`];
    expect(await code(words)).toEqual([]);
    const file = (name: string) => join(folder, "identity", `${name}.parquet`);
    renameSync(file("kinds"), file("kept"));
    expect(await code(words)).toEqual(["CRM-E1031"]);
    renameSync(file("kept"), file("kinds"));
    const engine = await openEngine({ threads: 1 });
    const changed = `select * replace (null::varchar as frequency)
      from (${engine.source(file("parameters"), "parquet")})`;
    await engine.create("identity.changed", { sql: changed, file: "a test" });
    await engine.export("identity.changed", file("parameters"));
    engine.close();
    expect(await code(words)).toEqual(["CRM-E1031"]);
  });

  test("a chart that cannot be written", async () => {
    const { source, record_id } = await linkedRecord();
    const words = [`${source}:${record_id}`];
    const outcome = await explainHere(place, words, { chart: "no/where.vl.json" });
    expect(outcome).toMatchObject({ exit: 6, printed: "", problems: [{ code: "CRM-E6001" }] });
  });
});
