import { describe, expect, test } from "vitest";
import { succeeds } from "../support/fails.js";
import { runHere } from "../support/here.js";
import { clusters, customers, events, members, rows } from "../support/identities.js";
import { type Person, peopleFiles, type Sources, samplePeople } from "../support/people.js";
import { type Project, project, TINY } from "../support/project.js";

const sample = samplePeople();
const few = { crm: sample.crm.slice(0, 260), loyalty: sample.loyalty.slice(0, 80) };

const anne: Person = {
  record_id: "1",
  given_name: "Philomène",
  family_name: "Vadeboncoeur",
  email: "philomene.vadeboncoeur@courriel.example",
  phone: "514 555-9090",
  birth_date: "1961-04-19",
  street: "12, rue St-Denis",
  city: "Montréal",
  postcode: "H2X 1Y4",
};

const many = (n: number, of: (i: number) => Partial<Person>): Person[] =>
  Array.from({ length: n }, (_, i) => ({ ...of(i), record_id: String(i + 1) }));

/** The figures of the model, of which none may be missing or beyond all bounds. */
const FIGURES = [
  ["parameters", "place"],
  ["parameters", "level"],
  ["parameters", "chance"],
  ["kinds", "place"],
  ["kinds", "share"],
  ["thresholds", "threshold"],
  ["thresholds", "allowed"],
] as const;

/**
 * Runs: nothing is lost, all tables agree, all figures are some; and, twice, the second run changes no id. Returns the
 * records of each customer, the largest first.
 */
async function sound(place: Project, records: number, times: "once" | "twice" = "once"): Promise<string[][]> {
  await succeeds(place);
  const first = await members(place);
  expect(first.size).toBe(records);
  const found = [...clusters(first).values()];
  expect((await customers(place)).size).toBe(found.length);
  const [told] = await rows<Record<string, number>>(
    place,
    `select (select count(*) from crm.customers) as golden, ${FIGURES.map(
      ([table, column]) =>
        `(select count(*) filter (where isfinite("${column}"::double) is not true) from identity.${table})
          as "${table}.${column}"`,
    ).join(", ")}`,
  );
  const odd = Object.fromEntries(FIGURES.map(([table, column]) => [`${table}.${column}`, 0]));
  expect(told).toEqual({ golden: found.length, ...odd });
  if (times === "twice") {
    await succeeds(place, { asOf: "2026-11-23" });
    expect(await members(place)).toEqual(first);
    expect(await events(place)).toEqual([]);
  }
  return found.sort((a, b) => b.length - a.length);
}

const run = (sources: Sources, rest = "", times: "once" | "twice" = "once") =>
  sound(
    project(peopleFiles(sources, rest)),
    Object.values(sources).reduce((sum, { length }) => sum + length, 0),
    times,
  );

const LARGE = "identity: {gates: {largest_customer_max: 5000}}\n";

describe("hardly any records", () => {
  test("one", async () => {
    expect(await run({ crm: [anne] }, "", "twice")).toEqual([["crm/1"]]);
  });

  test("two that say the same are one person", async () => {
    expect(await run({ crm: [anne, { ...anne, record_id: "2" }] })).toEqual([["crm/1", "crm/2"]]);
  });

  test.each([5, 10, 20])("%i that say the same, and nobody else", async (n) => {
    expect(await run({ crm: many(n, () => anne) })).toHaveLength(1);
  });

  test("two who have nothing in common are two", async () => {
    expect(await run({ crm: [anne, { ...few.crm[0]!, record_id: "2" }] })).toHaveLength(2);
  });

  test("one in each of two sources, the same", async () => {
    expect(await run({ crm: [anne], loyalty: [anne] })).toEqual([["crm/1", "loyalty/1"]]);
  });

  test("three that say the same, three that say another", async () => {
    const luc: Person = {
      record_id: "",
      given_name: "Ozias",
      family_name: "Quintal",
      email: "ozias77@poste.example",
      phone: "418 555-3131",
      birth_date: "1988-12-30",
    };
    expect(await run({ crm: many(6, (i) => (i < 3 ? anne : luc)) })).toEqual([
      ["crm/1", "crm/2", "crm/3"],
      ["crm/4", "crm/5", "crm/6"],
    ]);
  });
});

describe("records without values", () => {
  test("all of them: each is a customer of its own", async () => {
    expect(await run({ crm: many(300, () => ({})), loyalty: many(40, () => ({})) })).toHaveLength(340);
  });

  test("among others", async () => {
    const empty = many(300, () => ({}));
    const found = await run({ ...few, empty }, "", "twice");
    const alone = found.filter(([record, ...more]) => more.length === 0 && record!.startsWith("empty/"));
    expect(alone).toHaveLength(300);
  });

  test("values that are none: dashes, dots, no numbers", async () => {
    const found = await run({
      crm: many(200, (i) => ({
        given_name: "-",
        family_name: ".",
        email: "aucun",
        phone: "n/a",
        street: "#",
        city: i % 2 ? "?" : "",
      })),
    });
    expect(found.length).toBe(200);
  });
});

describe("one record many times under other ids", () => {
  test("3,000 times and nothing else: one customer, if so large a one may be", async () => {
    const found = await run({ crm: many(3000, () => anne) }, LARGE);
    expect(found.map(({ length }) => length)).toEqual([3000]);
  });

  test("3,000 times among others: one customer, the others as they would be", async () => {
    const found = await run({ ...few, copies: many(3000, () => anne) }, LARGE, "twice");
    expect(found[0]).toHaveLength(3000);
    expect(found[1]!.length).toBeLessThan(10);
  });

  test("no customer so large is published unless the pipeline says so", async () => {
    const place = project(peopleFiles({ ...few, copies: many(150, () => anne) }));
    const outcome = await runHere(place);
    expect(outcome).toMatchObject({ exit: 3, problems: [{ code: "CRM-E3020" }] });
    expect(outcome.message).toContain("identity.largest_customer");
    expect(place.current()).toBeUndefined();
  });

  test("3,000 people who share a name and a city, and nothing else, are not one", async () => {
    const found = await run({
      ...few,
      namesakes: many(3000, (i) => ({
        given_name: "Jean",
        family_name: "Tremblay",
        city: "Montréal",
        email: `x${(i * 7919) % 100_003}q@courriel.example`,
        birth_date: `19${10 + (i % 90)}-${String(1 + (i % 12)).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")}`,
      })),
    });
    expect(found[0]!.length).toBeLessThan(10);
  });
});

describe("sources with nothing in them", () => {
  /** Exports of which any may be empty. */
  const open = (sources: Sources, rest = "") => {
    const files = peopleFiles(sources, rest);
    return {
      ...files,
      "pipeline.yaml": files["pipeline.yaml"]!.replaceAll(
        "table: contacts}",
        "table: contacts, allow_empty: true}",
      ),
    };
  };

  test("one of two has only a header: the others are as without it", async () => {
    const place = project(open({ crm: few.crm, loyalty: [] }));
    const found = await sound(place, few.crm.length);
    expect(found).toEqual(await run({ crm: few.crm }));
    expect(place.record().sources.find(({ source }) => source === "loyalty")).toMatchObject({
      rows_in: 0,
      kept: 0,
    });
  });

  test("a file with only a header stops the run unless the pipeline says that it may be", async () => {
    const outcome = await runHere(project(peopleFiles({ crm: few.crm, loyalty: [] })));
    expect(outcome).toMatchObject({ exit: 3, problems: [{ code: "CRM-E3007" }] });
  });

  test("no contacts at all: no customers", async () => {
    expect(await sound(project(open({ crm: [] }, "gates: {min_customers: 0}\n")), 0, "twice")).toEqual([]);
  });

  test("after a night with people, a night with none retires them all; they are back the next", async () => {
    const rest = "gates: {min_customers: 0}\nidentity: {gates: {ids_changed_max_pct: 100}}\n";
    const place = project(open({ crm: few.crm }, rest));
    await succeeds(place);
    const before = await members(place);
    const all = new Set(before.values()).size;
    place.write(open({ crm: [] }, rest));
    await succeeds(place, { asOf: "2026-11-23" });
    expect((await events(place)).map(({ event }) => event)).toEqual(Array(all).fill("retired"));
    place.write(open({ crm: few.crm }, rest));
    await succeeds(place, { asOf: "2026-11-24" });
    expect((await events(place)).map(({ event }) => event)).toEqual(Array(all).fill("returned"));
    expect(await members(place)).toEqual(before);
  });

  test("no source of contacts: who is named by orders alone is a customer, and the same the next night", async () => {
    const place = project({
      "pipeline.yaml": TINY.replace(/^ {2}(people|consents): .*\n/gm, "")
        .replace(", set: {contact_source: people}", "")
        .replace(/^lists:[\s\S]*/m, "rooms: [identity, rfm]\n"),
    });
    expect(await sound(place, 2, "twice")).toEqual([["sales/1"], ["sales/2"]]);
    expect(await rows(place, "select customer_id from rfm.scores")).toHaveLength(2);
  });
});

describe("few columns", () => {
  const people = sample.crm.slice(0, 400);
  const only = (...columns: (keyof Person)[]) =>
    people.map(
      (person) =>
        Object.fromEntries(
          ["record_id", ...columns].map((name) => [name, person[name as keyof Person]]),
        ) as Person,
    );

  test("only organisations: those of one name and place are one, branches elsewhere are not", async () => {
    const firms = sample.crm.filter(({ company }) => company !== "");
    expect(firms.length).toBeGreaterThan(20);
    const found = await run({
      crm: firms.map(({ record_id, company, phone, street, city, postcode }) => ({
        record_id,
        kind: "organisation",
        company: company!,
        phone: phone!,
        street: street!,
        city: city!,
        postcode: postcode!,
      })),
      desk: firms.slice(0, 10).map(({ record_id, company, phone, street, city, postcode }) => ({
        record_id,
        kind: "organisation",
        company: company!,
        phone: phone!,
        street: street!,
        city: city!,
        postcode: postcode!,
      })),
    });
    const doubles = found.filter((records) => records.some((record) => record.startsWith("desk/")));
    for (const { record_id } of firms.slice(0, 10))
      expect(doubles.find((records) => records.includes(`desk/${record_id}`))).toContain(`crm/${record_id}`);
    expect(found[0]!.length).toBeLessThan(8);
  });

  test("a name and a birth date: not nothing, and not everything", async () => {
    const twins = only("given_name", "family_name", "birth_date").filter(
      ({ birth_date }) => birth_date !== "",
    );
    const found = await run({ crm: twins, again: twins.slice(0, 60) });
    const joined = found.filter((records) => records.length > 1);
    expect(joined.length).toBeGreaterThan(50);
    expect(found[0]!.length).toBeLessThan(6);
  });

  test("only an e-mail", async () => {
    const emails = only("email").filter(({ email }) => email !== "");
    const found = await run({ crm: emails, again: emails.slice(0, 60) });
    expect(found.filter((records) => records.length > 1).length).toBeGreaterThan(50);
    expect(found[0]!.length).toBeLessThan(8);
  });

  test("only an id that nobody shares", async () => {
    expect(await run({ crm: only() })).toHaveLength(400);
  });
});

describe("what people decide", () => {
  const decided = (line: string, rest = "") => ({
    "decisions.csv": `kind,source,record_id,other_source,other_record_id,author,reason\n${line},ana,asked\n`,
    ...peopleFiles(
      { crm: many(260, () => anne), loyalty: few.loyalty },
      `identity: {overrides: decisions.csv, gates: {largest_customer_max: 5000}${rest}}\n`,
    ),
  });

  test("holds for the further copies of a record, too", async () => {
    const found = await sound(project(decided("cannot_link,crm,1,crm,99")), 340);
    expect(found[0]).toContain("crm/1");
    expect(found[0]).not.toContain("crm/99");
  });

  test("joins a record to one of many copies", async () => {
    const other = few.loyalty[0]!.record_id;
    const found = await sound(project(decided(`must_link,crm,250,loyalty,${other}`)), 340);
    expect(found.find((records) => records.includes("crm/250"))).toContain(`loyalty/${other}`);
  });
});

test.each([
  ["unique_sources: [crmm]", "crmm"],
  ["golden: {email: [shopp, crm]}", "shopp"],
])("%s: exit 2 with what was meant", async (setting, name) => {
  const place = project(peopleFiles({ crm: [anne] }, `identity: {${setting}}\n`));
  const { exit, problems } = await runHere(place);
  expect({ exit, problems }).toMatchObject({
    exit: 2,
    problems: [{ code: "CRM-E1035", message: expect.stringContaining(`"${name}"`) }],
  });
});
