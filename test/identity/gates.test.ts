import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { succeeds } from "../support/fails.js";
import { runHere, sqlHere } from "../support/here.js";
import { type Person, peopleFiles, samplePeople } from "../support/people.js";
import { project } from "../support/project.js";

const sample = samplePeople();
const without = (people: readonly Person[], column: keyof Person, of: number): Person[] =>
  people.map((person, i) => (i % of === 0 ? person : { ...person, [column]: "" }));

test("an export that has lost most of a column closes the gate, whatever the other sources hold", async () => {
  const place = project(peopleFiles(sample));
  await succeeds(place, { asOf: "2026-11-01" });
  const worse = { ...sample, loyalty: without(sample.loyalty, "email", 3) };
  place.write(peopleFiles(worse));
  const stopped = await runHere(place, { asOf: "2026-11-02" });
  expect(stopped).toMatchObject({ exit: 3, problems: [{ code: "CRM-E3020" }] });
  expect(stopped.message).toContain("identity.emptier");
  const [, failed] = readdirSync(join(place.out, "runs")).sort();
  const query = "select count(*) as n from identity.members";
  expect(JSON.parse((await sqlHere(place, [join(place.out, "runs", failed!), query])).printed)).toEqual([
    { n: sample.crm.length + sample.loyalty.length },
  ]);
  place.write(peopleFiles(worse, "identity: {gates: {emptier_max_pct: 100, ids_changed_max_pct: 100}}\n"));
  await succeeds(place, { asOf: "2026-11-02" });
  // What is so once is so from then on.
  place.write(peopleFiles(worse, "identity: {gates: {ids_changed_max_pct: 100}}\n"));
  await succeeds(place, { asOf: "2026-11-03" });
});

test("a column that few records have closes the gate when it is gone, and by chance it does not", async () => {
  const seldom = (keeps: (i: number) => boolean) => ({
    ...sample,
    crm: sample.crm.map((person, i) => (keeps(i) ? person : { ...person, phone: "" })),
  });
  const place = project(peopleFiles(seldom((i) => i % 8 === 0)));
  await succeeds(place, { asOf: "2026-11-01" });
  place.write(peopleFiles(seldom((i) => i % 9 === 0)));
  await succeeds(place, { asOf: "2026-11-02" });
  place.write(peopleFiles(seldom(() => false)));
  const stopped = await runHere(place, { asOf: "2026-11-03" });
  expect(stopped).toMatchObject({ exit: 3, problems: [{ code: "CRM-E3020" }] });
  expect(stopped.message).toMatch(/identity\.emptier.*crm\.phone/);
});

test("a column that a new source does not have is no column that was lost", async () => {
  const { crm, loyalty } = sample;
  const place = project(peopleFiles({ loyalty }));
  await succeeds(place, { asOf: "2026-11-01" });
  const shop = without(crm, "phone", crm.length + 1).map((person) => ({ ...person, city: "", postcode: "" }));
  place.write(peopleFiles({ loyalty, shop }, "identity: {gates: {ids_changed_max_pct: 100}}\n"));
  await succeeds(place, { asOf: "2026-11-02" });
});

test("ordinary growth of blocks that were nearly too large closes no gate", async () => {
  const people = (n: number) =>
    Array.from(
      { length: n },
      (_, i): Person => ({
        record_id: `r${i}`,
        given_name: `Given${i % 300}`,
        family_name: `Family${i % 289}`,
        postcode: i % 3 === 0 ? "P1" : i % 3 === 1 ? `P${2 + (i % 5)}` : `Q${i}`,
      }),
    );
  const rest = "identity: {find: [[family_name], [postcode]]}\n";
  const place = project(peopleFiles({ shop: people(2200) }, rest));
  await succeeds(place, { asOf: "2026-11-01" });
  place.write(peopleFiles({ shop: people(2260) }, rest));
  await succeeds(place, { asOf: "2026-11-02" });
  const turned = "identity: {find: [[postcode], [family_name]]}\n";
  place.write(peopleFiles({ shop: people(2270) }, turned));
  await succeeds(place, { asOf: "2026-11-03" });
});

test("one value that many records have overnight closes the gate", async () => {
  const people = Array.from(
    { length: 1500 },
    (_, i): Person => ({
      record_id: `r${i}`,
      given_name: `Given${i % 300}`,
      family_name: `Family${i % 289}`,
      postcode: `P${i % 700}`,
      phone: `418 555 ${1000 + i}`,
    }),
  );
  const rest = "identity: {find: [[phone], [postcode]]}\n";
  const place = project(peopleFiles({ shop: people }, rest));
  await succeeds(place, { asOf: "2026-11-01" });
  const spoilt = people.map((person, i) => (i < 1400 ? { ...person, postcode: "00000" } : person));
  place.write(peopleFiles({ shop: spoilt }, rest));
  const stopped = await runHere(place, { asOf: "2026-11-02" });
  expect(stopped).toMatchObject({ exit: 3 });
  expect(stopped.message).toMatch(/identity\.crowded is closed: .*: postcode/);
});
