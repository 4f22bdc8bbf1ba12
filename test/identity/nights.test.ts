import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { succeeds } from "../support/fails.js";
import { runHere } from "../support/here.js";
import { members } from "../support/identities.js";
import { type Person, peopleFiles, type Sources, samplePeople } from "../support/people.js";
import { lastingProject, type Project } from "../support/project.js";
import { generator } from "../support/simulate.js";

/** Two projects over the same exports: one compares new and changed records, the other all of them. */
const both = (sources: Sources): [Project, Project] => [
  lastingProject(peopleFiles(sources)),
  lastingProject(peopleFiles(sources, ALL)),
];

const ALL = "identity: {pairs: compare}\n";

function hashes(home: string): Record<string, string> {
  const files = (readdirSync(home, { recursive: true }) as string[]).filter((name) => /parquet$/.test(name));
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(home, name)))
        .digest("hex"),
    ]),
  );
}

const tables = (place: Project) => hashes(join(place.out, "current", "tables"));
const state = (place: Project) => hashes(place.path("out", "state", "runs", place.record().id));
const rows = (place: Project, step: string) =>
  place.record().steps.find((each) => each.step === `identity.${step}`)!.rows;

/** One night of both; the tables and what is left for the next night must be the same, byte for byte. */
async function night([kept, compared]: [Project, Project], sources: Sources, day: string): Promise<void> {
  kept.write(peopleFiles(sources));
  compared.write(peopleFiles(sources, ALL));
  await succeeds(kept, { asOf: day });
  await succeeds(compared, { asOf: day });
  expect(tables(kept)).toEqual(tables(compared));
  expect(state(kept)).toEqual(state(compared));
}

/** The same people after a night: some gone, some changed, some new, a bad file in one of the nights. */
function after(people: readonly Person[], random: () => number, name: string): Person[] {
  return people.flatMap((person, i) => {
    if (random() < 0.005) return [];
    const moved = random() < 0.01 ? { ...person, street: `${i} rue ${name}` } : person;
    return random() < 0.02 ? [moved, { ...moved, record_id: `${name}-${i}`, email: "" }] : [moved];
  });
}

test("nights in which new and changed records are compared end as if all had been", async () => {
  const random = generator(11);
  let sources: Sources = samplePeople();
  const places = both(sources);
  await night(places, sources, "2026-11-01");
  const all = rows(places[0], "candidates");
  expect(rows(places[1], "candidates")).toBe(all);
  await night(places, sources, "2026-11-02");
  expect(rows(places[0], "candidates")).toBe(0);
  expect(rows(places[1], "candidates")).toBe(all);
  for (const day of ["03", "04"]) {
    sources = Object.fromEntries(
      Object.entries(sources).map(([name, people]) => [name, after(people, random, `n${day}`)]),
    );
    if (day === "04")
      for (const place of places) {
        place.write({ "crm.csv": "" });
        expect(await runHere(place, { asOf: "2026-11-04" })).toMatchObject({ exit: 3 });
      }
    await night(places, sources, `2026-11-${day}`);
    expect(rows(places[0], "candidates")).toBeGreaterThan(0);
    expect(rows(places[0], "candidates")).toBeLessThan(0.15 * all);
    expect(rows(places[0], "pairs")).toBe(rows(places[1], "candidates"));
  }
});

test("blocks that become too large, or no longer are, and copies that come and go", async () => {
  const somebody = (id: number, place: string): Person => ({
    record_id: String(id),
    given_name: `Given${id % 97}`,
    family_name: `Family${id % 89}`,
    birth_date: `19${10 + (id % 83)}-0${1 + (id % 9)}-1${id % 10}`,
    postcode: place,
  });
  const base = (large: number, small: number, copies: number): Sources => ({
    shop: [
      ...Array.from({ length: large }, (_, i) => somebody(i, "1000")),
      ...Array.from({ length: small }, (_, i) => somebody(5000 + i, "2000")),
      ...Array.from({ length: copies }, (_, i) => ({
        ...somebody(9000, "3000"),
        record_id: `copy${100 + i}`,
      })),
    ],
  });
  const rest =
    "identity: {find: [[postcode], [family_name, birth_date]], gates: {largest_customer_max: 1000, crowded_max_pct: 100}";
  const places: [Project, Project] = [lastingProject(), lastingProject()];
  const left: number[] = [];
  for (const [i, [large, small, copies]] of [
    [900, 500, 24],
    [500, 500, 24],
    [500, 640, 30],
    [900, 630, 22],
    [880, 400, 3],
  ].entries()) {
    const sources = base(large!, small!, copies!);
    if (i === 2) (sources.shop as Person[]).splice(500 + 640, 1);
    places[0].write(peopleFiles(sources, `${rest}}\n`));
    places[1].write(peopleFiles(sources, `${rest}, pairs: compare}\n`));
    for (const place of places) await succeeds(place, { asOf: `2026-11-0${i + 1}` });
    expect(tables(places[0])).toEqual(tables(places[1]));
    expect(state(places[0])).toEqual(state(places[1]));
    left.push(rows(places[0], "crowded"));
  }
  expect(left).toEqual([1, 0, 1, 2, 1]);
});

test("a base that has outgrown comparing all with all goes on with its other rules", async () => {
  const person = (i: number): Person => ({
    record_id: `p${i}`,
    given_name: `Given${i % 211}`,
    family_name: `Family${i % 199}`,
    birth_date: `19${10 + (i % 83)}-0${1 + (i % 9)}-1${i % 10}`,
    phone: `418 555 ${1000 + (i % 1300)}`,
  });
  const people = (n: number): Sources => ({ shop: Array.from({ length: n }, (_, i) => person(i)) });
  const places = both(people(990));
  await night(places, people(990), "2026-11-01");
  await night(places, people(1440), "2026-11-02");
  expect(rows(places[0], "pairs")).toBeLessThan(100_000);
  await night(places, people(1450), "2026-11-03");
  expect(rows(places[0], "candidates")).toBeLessThan(2000);
});

test("another question to the pairs asks it of all of them", async () => {
  const sources = samplePeople();
  const place = lastingProject(peopleFiles(sources));
  await succeeds(place, { asOf: "2026-11-01" });
  const all = rows(place, "candidates");
  place.write(peopleFiles(sources, "identity: {find: [[email], [phone]]}\n"));
  await succeeds(place, { asOf: "2026-11-02" });
  expect(rows(place, "candidates")).toBeGreaterThan(0);
  expect(rows(place, "candidates")).toBeLessThan(all);
  expect(rows(place, "pairs")).toBe(rows(place, "candidates"));
});

test("who is one customer stays so, although too many others of the name come", async () => {
  const people = (crowd: number): Person[] => [
    ...["a", "b"].map((id) => ({
      record_id: id,
      given_name: "Zénobie",
      family_name: "Trudeau",
      birth_date: "1961-02-03",
      postcode: "X1",
    })),
    ...Array.from({ length: 1500 }, (_, i) => ({
      record_id: `r${i}`,
      given_name: `Given${i % 97}`,
      family_name: `Family${i % 89}`,
      birth_date: `19${10 + (i % 83)}-0${1 + (i % 9)}-1${i % 10}`,
      postcode: i < crowd ? "X1" : `P${i % 300}`,
    })),
  ];
  const rest =
    "identity: {find: [[postcode]], gates: {crowded_max_pct: 100, ids_changed_max_pct: 100, false_pairs_max_pct: 100}";
  const places: [Project, Project] = [lastingProject(), lastingProject()];
  for (const [i, crowd] of [5, 900, 900, 5].entries()) {
    places[0].write(peopleFiles({ shop: people(crowd) }, `${rest}}\n`));
    places[1].write(peopleFiles({ shop: people(crowd) }, `${rest}, pairs: compare}\n`));
    for (const place of places) await succeeds(place, { asOf: `2026-11-0${i + 1}` });
    expect(tables(places[0])).toEqual(tables(places[1]));
    expect(state(places[0])).toEqual(state(places[1]));
    const found = await members(places[0]);
    expect(found.get("shop/a")).toBe(found.get("shop/b"));
  }
});
