import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bytesOf } from "../support/bytes.js";
import { fails, succeeds } from "../support/fails.js";
import { checkHere, runHere, sqlHere } from "../support/here.js";
import { rows } from "../support/identities.js";
import { type Habit, shopFiles } from "../support/orders.js";
import { lastingProject, type Project, project } from "../support/project.js";

const regulars: Habit = { gap: 20, orders: 12, last: 15, amount: 120 };
const once: Habit = { gap: 0, orders: 1, last: 40, amount: 30 };
const gone: Habit = { gap: 30, orders: 5, last: 500, amount: 60 };
const habits = [once, regulars, gone];

interface Member {
  readonly kind: number;
  readonly cluster: number;
  readonly people: number;
}

/** How many customers of each habit are in each cluster. */
const placed = (place: Project) =>
  rows<Member>(
    place,
    `select cast(substr(record_id, 2, 1) as integer) as kind, clusters.cluster, count(*) as people
    from identity.members as records join segments.members as clusters
      on clusters.customer_id = records.customer_id
    group by kind, clusters.cluster order by kind, clusters.cluster`,
  );

const verdict = async (place: Project) =>
  (
    await rows<{ k: number; verdict: string }>(place, "select k, verdict from segments.choice where chosen")
  )[0];

describe("customers of three habits", () => {
  const place = lastingProject(shopFiles(habits, 60));

  test("are three clusters, the first the one whose customers bring most", async () => {
    await succeeds(place);
    expect(await placed(place)).toEqual([
      { kind: 0, cluster: 3, people: 60 },
      { kind: 1, cluster: 1, people: 60 },
      { kind: 2, cluster: 2, people: 60 },
    ]);
    expect(await verdict(place)).toEqual({ k: 3, verdict: "chosen" });
  });

  test("are told in words", async () => {
    const told = await rows<{ traits: string }>(
      place,
      "select traits from segments.clusters order by cluster",
    );
    expect(told[0]!.traits).toContain("frequency_high");
    expect(told[1]!.traits).toContain("recency_high");
    expect(told[2]!.traits).toContain("frequency_low");
  });

  test("keep their numbers when others come, whoever brings most then", async () => {
    place.write(shopFiles([once, { ...regulars, amount: 100 }, { ...gone, amount: 90, orders: 6 }], 70));
    await succeeds(place);
    expect((await rows<{ fitted: boolean }>(place, "select fitted from segments.model"))[0]!.fitted).toBe(
      false,
    );
    expect(await placed(place)).toEqual([
      { kind: 0, cluster: 3, people: 70 },
      { kind: 1, cluster: 1, people: 70 },
      { kind: 2, cluster: 2, people: 70 },
    ]);
    expect(await verdict(place)).toEqual({ k: 3, verdict: "chosen" });
  });

  test("wait for a night that does without the room", async () => {
    const files = shopFiles(habits, 70);
    const without = files["pipeline.yaml"]!.replace(/^lists: .*\n/m, "").replace(", segments]", "]");
    place.write({ ...files, "pipeline.yaml": without });
    await succeeds(place);
    place.write(files);
    await succeeds(place);
    expect(await rows(place, "select fitted from segments.model")).toEqual([{ fitted: false }]);
    expect(await placed(place)).toEqual([
      { kind: 0, cluster: 3, people: 70 },
      { kind: 1, cluster: 1, people: 70 },
      { kind: 2, cluster: 2, people: 70 },
    ]);
  });

  test("who change their ways close the gate; found anew they do not", async () => {
    const other = [once, regulars, { gap: 5, orders: 9, last: 20, amount: 15 }];
    place.write(shopFiles(other, 60));
    const stopped = await runHere(place);
    expect(stopped).toMatchObject({ exit: 3, problems: [{ code: "CRM-E3020" }] });
    expect(stopped.message).toMatch(/segments\.shifted .*cluster [12]/);
    await succeeds(place, { retrain: true });
    expect(await rows(place, "select fitted, reason from segments.model")).toEqual([
      { fitted: true, reason: "asked" },
    ]);
  });

  test("are found anew when the pipeline asks for something else", async () => {
    place.write(shopFiles(habits, 60, { rest: "segments: {k: 2}\n" }));
    await succeeds(place);
    expect(await rows(place, "select reason from segments.model")).toEqual([{ reason: "settings" }]);
    expect(await verdict(place)).toEqual({ k: 2, verdict: "given" });
  });
});

test("the same bytes on one and two threads and with shuffled rows", async () => {
  const [a, b] = [project(shopFiles(habits, 40)), project(shopFiles(habits, 40, { shuffle: 5 }))];
  await succeeds(a, { threads: 1 });
  await succeeds(b, { threads: 2 });
  expect(bytesOf(b)).toEqual(bytesOf(a));
});

test("a cluster that has lost all its customers closes the gate", async () => {
  const place = project(shopFiles(habits, 40));
  await succeeds(place);
  const files = shopFiles(habits, 40);
  const orders = files["orders.csv"]!.split("\n").filter((line) => !line.startsWith("K1-"));
  place.write({ ...files, "orders.csv": orders.join("\n") });
  const stopped = await runHere(place);
  expect(stopped).toMatchObject({ exit: 3 });
  expect(stopped.message).toContain("segments.shifted");
  const [, failed] = readdirSync(join(place.out, "runs")).sort();
  const parts = JSON.parse(
    (
      await sqlHere(place, [
        join(place.out, "runs", failed!),
        "select sum(part) as part from segments.clusters",
      ])
    ).printed,
  );
  expect(parts).toEqual([{ part: 1 }]);
});

test("a base that was too small for clusters is looked at again when it has grown", async () => {
  const place = project(shopFiles(habits, 5));
  await succeeds(place);
  expect(await verdict(place)).toEqual({ k: 1, verdict: "too_few" });
  place.write(shopFiles(habits, 40));
  await succeeds(place);
  expect(await rows(place, "select reason from segments.model")).toEqual([{ reason: "none" }]);
  expect(await verdict(place)).toEqual({ k: 3, verdict: "chosen" });
});

test("a feature that has gone closes the gate; one that has come is told", async () => {
  const channels = (files: Record<string, string>, of: (i: number) => string) => ({
    ...files,
    "orders.csv": files["orders.csv"]!.trimEnd()
      .split("\n")
      .map((line, i) => `${line},${i === 0 ? "channel" : of(i)}`)
      .join("\n"),
  });
  const files = shopFiles(habits, 40);
  const place = project(channels(files, () => ""));
  await succeeds(place);
  place.write(channels(files, (i) => (i % 3 === 0 ? "store" : "web")));
  await succeeds(place);
  expect(place.record().warnings.join()).toContain(
    "left out when the clusters were found, known today: first_channel",
  );
  await succeeds(place, { retrain: true });
  place.write(channels(files, () => ""));
  const stopped = await runHere(place);
  expect(stopped).toMatchObject({ exit: 3 });
  expect(stopped.message).toMatch(/segments\.features_lost .*first_channel/);
});

test("who is unlike all others is far, however far the features are cut", async () => {
  const files = shopFiles(habits, 40);
  const place = project({
    ...files,
    "orders.csv": `${files["orders.csv"]!.trimEnd()}\nhuge,K0-1,2026-11-01,900000000\n`,
  });
  await succeeds(place);
  const found = await rows<{ record_id: string }>(
    place,
    `select record_id from segments.members as clusters
    join identity.members as records on records.customer_id = clusters.customer_id where far`,
  );
  expect(found).toEqual([{ record_id: "K0-1" }]);
});

test("independent habits that k-means cuts all the same are said to be one cloud, and stay as they are cut", async () => {
  const habits = ["calls", "visits", "clicks"];
  const features = habits.map((name) => `{column: own.${name}, log: true}`).join(", ");
  const columns = habits.map((name) => `md5_number_lower(record_id || '${name}') % 700 as ${name}`);
  const place = project({
    ...shopFiles([once], 600, { rest: `segments: {k: 2-6, features: [${features}]}\n` }),
    "sql/own/habits.sql": `-- One row per customer: its habits.\nselect customer_id, ${columns.join(", ")} from identity.members\n`,
  });
  await succeeds(place);
  const [found] = await rows<{ k: number; verdict: string }>(
    place,
    "select k, verdict from segments.choice where chosen",
  );
  expect(found!.verdict).toBe("cuts");
  expect(found!.k).toBeGreaterThan(1);
  const report = readFileSync(join(place.out, "current", "report", "index.html"), "utf8");
  expect(report).toContain(`the ${found!.k} clusters are cuts of it, not natural clusters`);
  await succeeds(place);
  expect(await rows(place, "select fitted from segments.model")).toEqual([{ fitted: false }]);
  expect(await verdict(place)).toEqual(found);
});

describe("odd bases", () => {
  test("nobody has bought", async () => {
    const files = shopFiles([once], 40);
    const place = project({ ...files, "orders.csv": "id,customer,day,amount\nx,K0-1,2026-12-01,1\n" });
    await succeeds(place);
    expect(await rows(place, "select * from segments.members")).toEqual([]);
    expect(await verdict(place)).toBeUndefined();
  });

  test("one customer", async () => {
    const place = project(shopFiles([regulars], 1));
    await succeeds(place);
    expect(await verdict(place)).toEqual({ k: 1, verdict: "alike" });
  });

  test("too few to look for clusters", async () => {
    const place = project(shopFiles([regulars, once], 5));
    await succeeds(place);
    expect(await verdict(place)).toEqual({ k: 1, verdict: "too_few" });
    expect(await rows(place, "select cluster, people from segments.clusters")).toEqual([
      { cluster: 1, people: 10 },
    ]);
  });

  test("a range above the number of different customers", async () => {
    const rest = "segments: {k: 12-15, features: [frequency]}\n";
    const place = project(shopFiles(habits, 20, { rest }));
    await succeeds(place);
    expect((await verdict(place))!.k).toBe(3);
  });

  test("more clusters asked for than there are different customers", async () => {
    const rest = "segments: {k: 5, features: [frequency]}\n";
    const place = project(shopFiles(habits, 20, { rest }));
    await succeeds(place);
    expect(await verdict(place)).toEqual({ k: 3, verdict: "fewer_points" });
    expect((await placed(place)).map(({ people }) => people)).toEqual([20, 20, 20]);
  });

  test("features that nobody has or that are the same for all take no part", async () => {
    const place = project(shopFiles([once, { ...once, last: 300 }], 40, { rest: "segments: {k: 2}\n" }));
    await succeeds(place);
    const states = await rows<{ feature: string; state: string }>(
      place,
      "select feature, state from segments.features",
    );
    expect(Object.fromEntries(states.map(({ feature, state }) => [feature, state]))).toMatchObject({
      ...{ recency: "used", frequency: "constant", categories: "unknown", first_channel: "unknown" },
    });
  });
});

test("a feature that is no number of a customer", async () => {
  const rest = "segments:\n  features:\n    - recency\n    - crm.langage\n    - {column: rfm.monetry}\n";
  const files = shopFiles(habits, 5, { rest });
  const place = project(files);
  const line = files["pipeline.yaml"]!.split("\n").indexOf("    - crm.langage") + 1;
  await fails(place, {
    exit: 2,
    code: "CRM-E1120",
    says: [
      new RegExp(`pipeline\\.yaml:${line}: .*"crm\\.langage"`),
      new RegExp(`pipeline\\.yaml:${line + 1}: .*"rfm\\.monetry"`),
      'Did you mean "rfm.monetary"?',
    ],
    began: false,
  });
  expect(await checkHere(place)).toMatchObject({ exit: 2 });
});
