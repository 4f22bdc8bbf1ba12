import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shuffled } from "../support/bytes.js";
import { succeeds } from "../support/fails.js";
import { members } from "../support/identities.js";
import { peopleFiles, type Sources, samplePeople } from "../support/people.js";
import { lastingProject, type Project } from "../support/project.js";

const sample = samplePeople();

const mixed = (sources: Sources, seed: number): Sources =>
  Object.fromEntries(Object.entries(sources).map(([source, people]) => [source, shuffled(people, seed)]));

function hashes(home: string): Record<string, string> {
  return Object.fromEntries(
    (readdirSync(home, { recursive: true }) as string[])
      .filter((name) => name.endsWith(".parquet"))
      .sort()
      .map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(join(home, name)))
          .digest("hex"),
      ]),
  );
}

/** The tables of identity and of the contract with the golden records, by path. */
const ofIdentity = (place: Project) => ({
  ...hashes(join(place.out, "current", "tables", "identity")),
  ...hashes(join(place.out, "current", "tables", "crm")),
});

/** What the published run left for the next. */
const leftBy = (place: Project) => hashes(place.path("out", "state", "runs", place.record().id));

const straight = lastingProject(peopleFiles(sample));
const other = lastingProject(peopleFiles(mixed(sample, 17)));

test("a first run: on two threads, and on one with the rows in another order", async () => {
  await succeeds(straight, { threads: 2 });
  await succeeds(other, { threads: 1 });
  expect(other.text("crm.csv")).not.toBe(straight.text("crm.csv"));
  expect(Object.keys(ofIdentity(straight)).length).toBeGreaterThan(10);
  expect(ofIdentity(other)).toEqual(ofIdentity(straight));
  expect(leftBy(other)).toEqual(leftBy(straight));
});

test("sources told in another order in the pipeline", async () => {
  const place = lastingProject(peopleFiles({ loyalty: sample.loyalty, crm: sample.crm }));
  await succeeds(place);
  expect(await members(place)).toEqual(await members(straight));
  expect(ofIdentity(place)).toEqual(ofIdentity(straight));
});

test("the night after, with the model of the first: rows gone, changed and new", async () => {
  const next: Sources = {
    crm: [
      ...sample.crm
        .filter((_, i) => i % 50 !== 4)
        .map((person, i) => (i % 30 === 2 ? { ...person, phone: "" } : person)),
      ...sample.loyalty
        .filter((_, i) => i % 20 === 3)
        .map((person) => ({ ...person, record_id: `T${person.record_id}` })),
    ],
    loyalty: sample.loyalty.filter((_, i) => i % 40 !== 9),
  };
  straight.write(peopleFiles(next));
  other.write(peopleFiles(mixed(next, 23)));
  await succeeds(straight, { threads: 1, asOf: "2026-11-23" });
  await succeeds(other, { threads: 2, asOf: "2026-11-23" });
  expect(ofIdentity(other)).toEqual(ofIdentity(straight));
  expect(leftBy(other)).toEqual(leftBy(straight));
});
