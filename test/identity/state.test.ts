import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli } from "../support/cli.js";
import { succeeds } from "../support/fails.js";
import { planHere, runHere, sqlHere } from "../support/here.js";
import { clusters, customers, events, members, rows } from "../support/identities.js";
import { type Person, peopleFiles, type Sources, samplePeople } from "../support/people.js";
import { lastingProject, lines, type Project, project } from "../support/project.js";

const sample = samplePeople();
const few = { crm: sample.crm.slice(0, 260), loyalty: sample.loyalty.slice(0, 80) };

/** What is kept below `state/` but the lock, with a hash of each file. */
function stateOf({ out }: Project): Record<string, string> {
  const home = join(out, "state");
  if (!existsSync(home)) return {};
  const names = (readdirSync(home, { recursive: true }) as string[]).sort();
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(home, name)).isFile())
      .map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(join(home, name)))
          .digest("hex"),
      ]),
  );
}

/** Counts of events, and that they lead from the customers of the run before to those of this one. */
async function addUp(place: Project, before: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {
    created: 0,
    split: 0,
    returned: 0,
    merged: 0,
    retired: 0,
    moved: 0,
  };
  for (const { event } of await events(place)) counts[event]!++;
  const { created, split, returned, merged, retired } = counts as Record<string, number>;
  const after = new Set((await members(place)).values()).size;
  expect(before + created! + split! + returned! - merged! - retired!).toBe(after);
  const current = [...(await customers(place)).values()].filter(({ status }) => status === "current");
  expect(current).toHaveLength(after);
  return counts;
}

/** Ids by the records that stand untouched in both, of the customers that have no other. */
function untouched(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  touched: ReadonlySet<string>,
): [before: string, after: string][] {
  const [then, now] = [clusters(before), clusters(after)];
  const clean = (records: readonly string[]) => records.every((record) => !touched.has(record));
  return [...before]
    .filter(
      ([record, id]) => after.has(record) && clean(then.get(id)!) && clean(now.get(after.get(record)!)!),
    )
    .map(([record, id]) => [id, after.get(record)!]);
}

const invented = (i: number): Person => ({
  record_id: `N${i}`,
  given_name: ["Théodule", "Wilhelmine", "Ozias", "Zélia"][i % 4]!,
  family_name: `${["Vachon", "Ostiguy", "Drapeau", "Pilote", "Zacharie", "Imbeault", "Kirouac"][i % 7]}-${["Quintal", "Xavier", "Yergeau", "Wolfe", "Ulric"][i % 5]}`,
  email: `nouveau.${i * 7919}@courriel.example`,
  birth_date: `19${50 + (i % 40)}-0${1 + (i % 9)}-1${i % 10}`,
  updated_at: "2026-11-22",
});

describe("from night to night", () => {
  const place = lastingProject(peopleFiles(sample));
  let first: Map<string, string>;

  test("a first run has customers since that day, and no events", async () => {
    await succeeds(place);
    first = await members(place);
    expect(first.size).toBe(sample.crm.length + sample.loyalty.length);
    expect(await events(place)).toEqual([]);
    const all = [...(await customers(place)).values()];
    expect(all.map(({ records }) => records).reduce((sum, n) => sum + n, 0)).toBe(first.size);
    expect(new Set(all.map(({ since, status }) => `${since} ${status}`))).toEqual(
      new Set(["2026-11-22 current"]),
    );
    expect(new Set(first.values()).size).toBe(all.length);
  });

  test("the same exports once more: no id changes, nothing happened, all tables the same", async () => {
    const before = await customers(place);
    await succeeds(place, { asOf: "2026-11-23" });
    expect(await members(place)).toEqual(first);
    expect(await events(place)).toEqual([]);
    expect(await customers(place)).toEqual(before);
  });

  test("rows come, change and go: events add up, and who is untouched keeps the id", async () => {
    const before = await members(place);
    const removed = sample.crm.filter((_, i) => i % 90 === 5);
    const moved = sample.crm.filter((_, i) => i % 40 === 3);
    const twins = sample.loyalty.filter((_, i) => i % 25 === 7);
    const next: Sources = {
      crm: [
        ...sample.crm
          .filter((person) => !removed.includes(person))
          .map((person) =>
            moved.includes(person)
              ? {
                  ...person,
                  street: "9999, chemin du Lac-Perdu",
                  postcode: "J0T 9Z9",
                  updated_at: "2026-11-23",
                }
              : person,
          ),
        ...Array.from({ length: 30 }, (_, i) => invented(i)),
        ...twins.map((person) => ({ ...person, record_id: `T${person.record_id}` })),
      ],
      loyalty: sample.loyalty,
    };
    place.write(peopleFiles(next));
    await succeeds(place, { asOf: "2026-11-24" });
    const after = await members(place);
    const counts = await addUp(place, new Set(before.values()).size);
    expect(counts.created).toBeGreaterThanOrEqual(30);
    expect(counts.retired).toBeGreaterThan(0);
    const touched = new Set([
      ...[...removed, ...moved].map(({ record_id }) => `crm/${record_id}`),
      ...next.crm!.map(({ record_id }) => `crm/${record_id}`).filter((record) => !before.has(record)),
    ]);
    const same = untouched(before, after, touched);
    expect(same.length).toBeGreaterThan(900);
    expect(same.filter(([then, now]) => then !== now)).toEqual([]);
    // A copy of a member is that member, and takes the member's id.
    for (const { record_id } of twins)
      expect(after.get(`crm/T${record_id}`)).toBe(before.get(`loyalty/${record_id}`));
  });

  test("who comes back after a night has the same id, and is said to be back", async () => {
    const before = await members(place);
    place.write(peopleFiles(sample));
    await succeeds(place, { asOf: "2026-11-25" });
    const after = await members(place);
    const counts = await addUp(place, new Set(before.values()).size);
    expect(counts.retired).toBeGreaterThanOrEqual(30);
    expect(counts.returned).toBeGreaterThan(0);
    expect(counts.created).toBe(0);
    expect(after).toEqual(first);
    const ids = await customers(place);
    for (const { customer_id, event } of await events(place))
      if (event === "returned")
        expect(ids.get(customer_id)).toMatchObject({ since: "2026-11-22", status: "current" });
  });

  test("a model fitted anew on the same records is the same, and so are the ids", async () => {
    const before = await rows(place, "select * from identity.parameters order by place, level, kind");
    await succeeds(place, { asOf: "2026-11-26", retrain: true });
    expect(place.record().warnings.join()).toContain("fitted anew; reason: asked");
    expect(await rows(place, "select * from identity.parameters order by place, level, kind")).toEqual(
      before,
    );
    expect(await members(place)).toEqual(first);
    expect(await events(place)).toEqual([]);
  });

  test("every table says the same of who is whom", async () => {
    const wrong = await rows(
      place,
      `select members.customer_id from identity.members as members
      left join identity.customers as customers
        on customers.customer_id = members.customer_id and customers.status = 'current'
      left join crm.customers as golden on golden.customer_id = members.customer_id
      where customers.customer_id is null or golden.customer_id is null`,
    );
    expect(wrong).toEqual([]);
  });
});

describe("merges and splits", () => {
  const anne = (record_id: string, own: Partial<Person> = {}): Person => ({
    record_id,
    given_name: "Philomène",
    family_name: "Vadeboncoeur",
    email: "philomene.vadeboncoeur@courriel.example",
    phone: "514 555-9090",
    birth_date: "1961-04-19",
    ...own,
  });
  const other = (record_id: string): Person => ({
    record_id,
    given_name: "Ozias",
    family_name: "Quintal",
    email: "ozias77@poste.example",
    phone: "418 555-3131",
    birth_date: "1988-12-30",
  });
  const withMore = (...more: Person[]): Sources => ({ crm: [...few.crm, ...more], loyalty: few.loyalty });

  test("the larger, then the older id stays; the other says into whom it was merged, and keeps saying so", async () => {
    const place = project(peopleFiles(withMore(anne("Z1"), anne("Z2"), other("A1"))));
    await succeeds(place);
    const before = await members(place);
    const [large, small] = [before.get("crm/Z1")!, before.get("crm/A1")!];
    expect(before.get("crm/Z2")).toBe(large);
    expect(small).not.toBe(large);

    // A1 turns out to be the third of them; B1 comes new, on its own.
    place.write(peopleFiles(withMore(anne("Z1"), anne("Z2"), anne("A1"), other("B1"))));
    await succeeds(place, { asOf: "2026-11-23" });
    const then = await members(place);
    expect([then.get("crm/Z1"), then.get("crm/Z2"), then.get("crm/A1")]).toEqual([large, large, large]);
    const young = then.get("crm/B1")!;
    expect(await events(place)).toEqual(
      [
        { customer_id: small, event: "merged", other_id: large, records: 1 },
        { customer_id: young, event: "created", other_id: null, records: 0 },
      ].sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1)),
    );
    expect((await customers(place)).get(small)).toMatchObject({
      status: "merged",
      merged_into: large,
      records: 0,
    });

    // Two customers of one record each become one: the older id stays, whichever is smaller.
    place.write(peopleFiles(withMore(anne("Z1"), anne("B1"))));
    await succeeds(place, { asOf: "2026-11-24" });
    expect((await members(place)).get("crm/B1")).toBe(large);
    expect((await customers(place)).get(young)).toMatchObject({
      status: "merged",
      merged_into: large,
      since: "2026-11-23",
    });
    expect((await customers(place)).get(small)).toMatchObject({ status: "merged", merged_into: large });
    await addUp(place, new Set(then.values()).size);
  });

  test("a customer is split: one part keeps the id, the other is new out of it; together again, its own id is merged", async () => {
    const overrides = "identity: {overrides: decisions.csv}\n";
    const header = "kind,source,record_id,other_source,other_record_id,field,value,author,reason,expires_on";
    const exports = withMore(anne("Z1"), anne("Z2"), anne("Z3"));
    const place = project({ ...peopleFiles(exports, overrides), "decisions.csv": lines(header) });
    await succeeds(place);
    const before = await members(place);
    const id = before.get("crm/Z1")!;
    expect([before.get("crm/Z2"), before.get("crm/Z3")]).toEqual([id, id]);

    const apart = ["Z1", "Z2"].map((record) => `cannot_link,crm,${record},crm,Z3,,,jd,twins,`);
    place.write({ "decisions.csv": lines(header, ...apart) });
    await succeeds(place, { asOf: "2026-11-23" });
    const then = await members(place);
    expect([then.get("crm/Z1"), then.get("crm/Z2")]).toEqual([id, id]);
    const own = then.get("crm/Z3")!;
    expect(await events(place)).toEqual([{ customer_id: own, event: "split", other_id: id, records: 1 }]);
    await addUp(place, new Set(before.values()).size);

    place.write({ "decisions.csv": lines(header) });
    await succeeds(place, { asOf: "2026-11-24" });
    expect((await members(place)).get("crm/Z3")).toBe(id);
    expect(await events(place)).toEqual([{ customer_id: own, event: "merged", other_id: id, records: 1 }]);
    expect((await customers(place)).get(own)).toMatchObject({
      since: "2026-11-23",
      status: "merged",
      merged_into: id,
    });
  });
});

describe("what publishes nothing leaves the state alone", () => {
  const place = lastingProject(peopleFiles(few));
  const changed = peopleFiles({ crm: few.crm.slice(0, 200), loyalty: few.loyalty });

  test("a first run leaves a state of its own, a plan and one room before it do not", async () => {
    expect(await planHere(place)).toMatchObject({ exit: 0 });
    await succeeds(place, { only: "identity" });
    expect(stateOf(place)).toEqual({});
    await succeeds(place);
    expect(Object.keys(stateOf(place))).toContain(join("runs", place.record().id, "state.json"));
  });

  test("a plan, and a run of one room, over other exports", async () => {
    const before = stateOf(place);
    place.write(changed);
    expect(await planHere(place)).toMatchObject({ exit: 0 });
    expect(stateOf(place)).toEqual(before);
    const current = place.current();
    await succeeds(place, { only: "identity" });
    expect(stateOf(place)).toEqual(before);
    expect(place.current()).toBe(current);
    // The room alone tells what would happen to the published ids.
    const alone = readdirSync(join(place.out, "runs")).sort().at(-1)!;
    expect(place.record(alone).status).toBe("planned");
    const gone = "select count(*) as n from identity.events where event = 'retired'";
    const { printed } = await sqlHere(place, [join(place.out, "runs", alone), gone]);
    expect((JSON.parse(printed) as { n: number }[])[0]!.n).toBeGreaterThan(30);
  });

  test("a closed gate: the next run builds on the published one", async () => {
    const before = stateOf(place);
    const then = await members(place);
    place.write(
      peopleFiles({ crm: few.crm.slice(0, 200), loyalty: few.loyalty }, "gates: {min_customers: 5000}\n"),
    );
    expect(await runHere(place)).toMatchObject({ exit: 3, problems: [{ code: "CRM-E3020" }] });
    expect(stateOf(place)).toEqual(before);
    place.write(peopleFiles(few));
    await succeeds(place);
    expect(await events(place)).toEqual([]);
    expect(await members(place)).toEqual(then);
  });

  test("so does one after a run that was stopped because too many ids changed", async () => {
    const before = stateOf(place);
    const then = await members(place);
    const [a, b, c] = [...clusters(then).values()]
      .filter(([first]) => first!.startsWith("crm/"))
      .map(([first]) => first!);
    const header = "kind,source,record_id,other_source,other_record_id,author,reason";
    const joined = [`${a} ${b}`, `${b} ${c}`].map(
      (pair) => `must_link,${pair.replaceAll("/", ",").replace(" ", ",")},jd,one household`,
    );
    const strict = "identity: {overrides: decisions.csv, gates: {ids_changed_max_pct: 0.5}}\n";
    place.write({ ...peopleFiles(few, strict), "decisions.csv": lines(header, ...joined) });
    const closed = await runHere(place);
    expect(closed).toMatchObject({ exit: 3, problems: [{ code: "CRM-E3020" }] });
    expect(closed.message).toContain("identity.ids_changed");
    expect(stateOf(place)).toEqual(before);
    place.write(peopleFiles(few));
    await succeeds(place);
    expect(await events(place)).toEqual([]);
    expect(await members(place)).toEqual(then);
  });
});

describe("the state of another version, or one that is damaged", () => {
  const place = lastingProject(peopleFiles(few));
  const home = () => join("out", "state", "runs", place.record().id);

  test.each([
    ["an earlier format", '{"format":1,"run":"x"}'],
    ["a later format", '{"format":1000,"run":"x"}'],
    ["no format", "{}"],
    ["no JSON", '{"format":'],
    ["an empty file", ""],
    ["null", "null"],
  ])("%s: CRM-E1023, exit 2, and nothing is touched", async (_, text) => {
    if (place.current() === undefined) await succeeds(place);
    const file = join(home(), "state.json");
    const good = place.text(file);
    place.write({ [file]: text });
    const before = stateOf(place);
    const current = place.current();
    const outcome = await runHere(place);
    expect(outcome).toMatchObject({ exit: 2, printed: "", problems: [{ code: "CRM-E1023" }] });
    expect(outcome.message).toContain("state.json");
    expect(outcome.message).toContain("move the folder away");
    expect(stateOf(place)).toEqual(before);
    expect(place.current()).toBe(current);
    place.write({ [file]: good });
  });

  test("state.json is gone: the same, also as a command", async () => {
    const file = join(home(), "state.json");
    const good = place.text(file);
    rmSync(place.path(file));
    const ended = await cli(["run", place.pipeline, "--out", place.out]);
    expect(ended).toMatchObject({ exit: 2, stdout: "" });
    expect(ended.stderr).toMatch(/^CRM-E1023: /);
    place.write({ [file]: good });
  });

  test("a table of it is gone or cut off: exit 2, naming the file", async () => {
    const table = join(home(), "identity", "members.parquet");
    const good = readFileSync(place.path(table));
    rmSync(place.path(table));
    const gone = await runHere(place);
    expect(gone).toMatchObject({ exit: 2 });
    expect(gone.message).toContain("members.parquet");
    place.write({ [table]: good.subarray(0, 100) });
    const cut = await runHere(place);
    expect(cut).toMatchObject({ exit: 2 });
    expect(cut.message).toContain("members.parquet");
    rmSync(place.path(table));
    place.write({ [table]: good });
    await succeeds(place);
    expect(await events(place)).toEqual([]);
  });

  test.each(["pairs", "comparing"])(
    "what only saves comparing is cut off (%s): all is compared, with a warning",
    async (name) => {
      const before = await members(place);
      place.write({ [join(home(), "identity", `${name}.parquet`)]: "PAR1" });
      await succeeds(place);
      expect(place.record().warnings).toEqual([
        expect.stringMatching(
          `^all pairs of records are compared again: [^,]*${name}.parquet cannot be read$`,
        ),
      ]);
      expect(await members(place)).toEqual(before);
      expect(await events(place)).toEqual([]);
    },
  );

  test("the run after such a one has what it needs", async () => {
    await succeeds(place);
    expect(place.record().warnings).toEqual([]);
  });

  test("moved away: ids as in a first run, and no events", async () => {
    const before = await members(place);
    rmSync(place.path("out", "state"), { recursive: true });
    await succeeds(place);
    expect(await members(place)).toEqual(before);
    expect(await events(place)).toEqual([]);
  });
});

test("states of runs that are gone go too, never that of the published run", async () => {
  const place = project(
    peopleFiles({ crm: sample.crm.slice(0, 60), loyalty: sample.loyalty.slice(0, 20) }, "keep_runs: 2\n"),
  );
  for (let night = 1; night <= 3; night++)
    expect(await runHere(place, {}, { now: () => new Date(Date.UTC(2026, 6, night)) })).toMatchObject({
      exit: 0,
    });
  const runs = ["2026-07-02T00-00-00Z", "2026-07-03T00-00-00Z"];
  expect(readdirSync(join(place.out, "runs")).sort()).toEqual(runs);
  expect(readdirSync(join(place.out, "state", "runs")).sort()).toEqual(runs);
  expect(await events(place)).toEqual([]);
});
