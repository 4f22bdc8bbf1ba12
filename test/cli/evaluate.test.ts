import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";
import { cli } from "../support/cli.js";
import { evaluateHere } from "../support/here.js";
import { lastingProject, lines, project } from "../support/project.js";

/** Source, record and customer: one right but for a7, one of two entities, one torn, one right, two not labelled. */
const MEMBERS = [
  ["a", "1", "x"],
  ["a", "2", "x"],
  ["b", "1", "x"],
  ["b", "2", "y"],
  ["c", "1", "y"],
  ["c", "9", "y"],
  ["a", "3", "z"],
  ["b", "3", "w"],
  ["b", "4", "w"],
  ["a", "9", "v"],
];

const LABELS = lines(
  "Entity_ID,RECORD_ID, source",
  ...["e1,1,a", "e1,2,a", "e1,1,b", "e1,7,a", "e2,2,b", "e3,1,c", "e3,3,a", "e4,3,b", 'e4," 4 ",b'],
  "e1,1,a",
);

const place = lastingProject();

beforeAll(async () => {
  const path = place.path("out", "current", "tables", "identity", "members.parquet");
  mkdirSync(dirname(path), { recursive: true });
  const engine = await openEngine({ threads: 1 });
  const columns = { source: "varchar", record_id: "varchar", customer_id: "varchar" };
  await engine.load("identity.members", columns, MEMBERS);
  await engine.export("identity.members", path);
  engine.close();
});

async function figuresOf(labels: string): Promise<unknown> {
  const { exit, message, printed } = await evaluateHere(place.write({ "labels.csv": labels }));
  expect({ exit, message }).toEqual({ exit: 0, message: "" });
  return JSON.parse(printed);
}

const near = (value: number) => expect.closeTo(value, 12);

test("the figures are those of a reckoning by hand", async () => {
  expect(await figuresOf(LABELS)).toEqual({
    run: `${place.out}/current`,
    labels: "labels.csv",
    // c9 and a9 have no label, the label a7 has no record.
    records: { labelled: 8, unlabelled: 2, missed: 1 },
    // x has 3 labelled records, y 2, z 1, w 2; only w is just an entity.
    clusters: { count: 4, exact: 1, largest: 3 },
    entities: 4,
    // Shared 3 of x and 1 of w; found 1 more of y; wanted 6 of e1, 1 of e3, 1 of e4.
    pairwise: {
      precision: near(4 / 5),
      recall: near(4 / 8),
      f1: near(8 / 13),
      shared: 4,
      found: 5,
      wanted: 8,
    },
    // Shared a1-b1 and a2-b1; found b2-c1 too; wanted a7-b1 and a3-c1 too.
    cross_source: {
      precision: near(2 / 3),
      recall: near(2 / 4),
      f1: near(4 / 7),
      shared: 2,
      found: 3,
      wanted: 4,
    },
    // Precision: 1 each of x, z, w and a7, 1/2 each of y. Recall: 3/4 each of x, 1/4 of a7, 1/2 each of e3, 1 of e2 and e4.
    b3: { precision: near(8 / 9), recall: near(6.5 / 9), f1: near(208 / 261) },
    exact: { precision: near(1 / 4), recall: near(1 / 4) },
  });
});

test("without the column source, of one source only, and where there is no pair", async () => {
  expect(await figuresOf(lines("record_id,entity_id", "4,e4", "77,e4"))).toMatchObject({
    records: { labelled: 1, unlabelled: 9, missed: 1 },
    pairwise: { precision: null, recall: 0, f1: 0, found: 0, wanted: 1 },
    cross_source: null,
    b3: { precision: 1, recall: 0.5 },
    exact: { precision: 0, recall: 0 },
  });
});

test("as a table, of the default folder", async () => {
  place.write({ "labels.csv": LABELS });
  expect(await cli(["evaluate", "--labels", "labels.csv"], { cwd: place.folder })).toEqual({
    exit: 0,
    stderr: "",
    stdout: `Run out/current against labels.csv:
  records with a label                       8
  records without a label                    2  left out
  labels without a record                    1  missed: each stands alone
  customers                                  4
  entities                                   4
  customers that are just an entity          1
  records of the largest customer            3

                    precision     recall         f1
  pairs                0.8000     0.5000     0.6154
    across sources     0.6667     0.5000     0.5714
  b-cubed              0.8889     0.7222     0.7969
  exact customers      0.2500     0.2500
`,
  });
});

describe("refuses", () => {
  test.each<[string, string, string, number | undefined]>([
    ["an empty file", "", "CRM-E1018", undefined],
    ["a header without a label", "record_id,entity_id\n", "CRM-E1018", undefined],
    ["a missing column", "record_id,entity\n1,2\n", "CRM-E1016", 1],
    ["two columns of one name", "record_id,entity_id,Entity_ID\n1,2,3\n", "CRM-E1016", 1],
    ["a line of another width", "record_id,entity_id\n4,1\n4,1,2\n", "CRM-E1017", 3],
    ["an open quote", 'record_id,entity_id\n4,"1\n', "CRM-E1017", 2],
    ["a label that names no entity", "source,record_id,entity_id\nb,4,1\nb,3, \n", "CRM-E1018", 3],
    ["a label that names no source", "source,record_id,entity_id\n,4,1\n", "CRM-E1018", 2],
    ["a record of two entities", "record_id,entity_id\n4,1\n4,2\n4,1\n", "CRM-E1019", 3],
    ["an id of two sources", "record_id,entity_id\n4,1\n3,2\n9,2\n", "CRM-E1020", 3],
    ["labels of something else", "source,record_id,entity_id\nB,4,1\n", "CRM-E1022", undefined],
  ])("%s", async (_, labels, code, line) => {
    const outcome = await evaluateHere(place.write({ "labels.csv": labels }));
    expect(outcome).toMatchObject({ exit: 2, printed: "", problems: [{ code, file: "labels.csv" }] });
    expect(outcome.problems[0]!.line).toBe(line);
  });

  test("all that is wrong with labels at once", async () => {
    const labels = lines("record_id,entity_id", "4,1", "4,2", ",3", "1,1", "2,1");
    const { message } = await evaluateHere(place.write({ "labels.csv": labels }));
    expect(message.split("\n").filter((line) => line.startsWith("CRM"))).toEqual([
      "CRM-E1018: labels.csv:4: 1 label without a record_id, an entity_id or a source; the first is here",
      "CRM-E1019: labels.csv:3: 1 label with a second entity for a record; the first is here",
      "CRM-E1020: labels.csv:5: 2 labels with a record_id that several sources of the run have; the first is here",
    ]);
  });

  test("a file that is not there, a folder without a run, a run without identities", async () => {
    const code = async (...words: Parameters<typeof evaluateHere>) => (await evaluateHere(...words)).problems;
    expect(await code(place, { labels: "nowhere.csv" })).toMatchObject([{ code: "CRM-E1015" }]);
    const other = project({ "labels.csv": LABELS });
    expect(await code(other)).toMatchObject([{ code: "CRM-E1008" }]);
    mkdirSync(other.path("out", "current", "tables"), { recursive: true });
    expect(await code(other)).toMatchObject([{ code: "CRM-E1021" }]);
  });
});

test("the figures of the validation, reckoned apart, are the same", async () => {
  const engine = await openEngine({ threads: 1 });
  const columns = { source: "varchar", record_id: "varchar", customer_id: "varchar" };
  await engine.load("identity.members", columns, MEMBERS);
  const labels = LABELS.split("\n")
    .slice(1, 10)
    .map((line) => line.replaceAll(/[ "]/g, "").split(","));
  const truth = labels.map(([entity, record, source]) => [`${source!.toUpperCase()}:${record}`, entity]);
  await engine.load("truth.records", { record_id: "varchar", entity_id: "varchar" }, truth);
  const sql = readFileSync("test/validation/identity.sql", "utf8");
  const rows = await engine.read<{ figure: string; value: number }>(sql);
  engine.close();
  expect(Object.fromEntries(rows.map(({ figure, value }) => [figure, value]))).toEqual({
    records: 8,
    clusters: 4,
    "pairwise precision": near(4 / 5),
    "pairwise recall": near(4 / 8),
    "pairwise f1": near(8 / 13),
    "b3 precision": near(8 / 9),
    "b3 recall": near(6.5 / 9),
    "b3 f1": near(208 / 261),
  });
});
