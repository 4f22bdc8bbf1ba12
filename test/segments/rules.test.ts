import { expect, test } from "vitest";
import { fails, succeeds } from "../support/fails.js";
import { checkHere } from "../support/here.js";
import { rows } from "../support/identities.js";
import { type Habit, shopFiles } from "../support/orders.js";
import { project } from "../support/project.js";

const regulars: Habit = { gap: 20, orders: 12, last: 15, amount: 120 };
const gone: Habit = { gap: 30, orders: 5, last: 500, amount: 60 };

const withRules = (rules: string) => {
  const files = shopFiles([regulars, gone], 20, { rest: `segments:\n  k: 2\n  rules:\n${rules}` });
  const lists = "lists: {due: {rule: segments.due, channel: none, columns: [segments.rule]}}\n";
  return project({ ...files, "pipeline.yaml": files["pipeline.yaml"]!.replace(/^lists: .*\n/m, lists) });
};

test("rules may name clusters, and lists may name rules", async () => {
  const place = withRules("    best: segments.cluster = 1\n    due: segments.recency > 300\n");
  await succeeds(place);
  expect(await rows(place, "select name, people, firsts, money from segments.rules order by place")).toEqual([
    { name: "best", people: 20, firsts: 20, money: expect.any(Number) },
    { name: "due", people: 20, firsts: 20, money: expect.any(Number) },
  ]);
  const list = place.text("out", "current", "lists", "due", "machine.csv").trimEnd().split("\n");
  expect(list).toHaveLength(21);
  expect(list.slice(1).map((line) => line.trim().split(",")[1])).toEqual(Array(20).fill("due"));
});

test("rules that name what there is not are told with their lines before anything is read, in a check too", async () => {
  const place = withRules("    best: segments.clutser = 1\n    due: {rule: segments.recency > 'x'}\n");
  const { problems } = await fails(place, {
    ...{ exit: 2, code: "CRM-E1301", says: ['Did you mean "cluster"?'], began: false },
  });
  const lines = place.text("pipeline.yaml").split("\n");
  expect(problems.map(({ line }) => lines[line! - 1])).toEqual([
    "    best: segments.clutser = 1",
    "    due: {rule: segments.recency > 'x'}",
  ]);
  expect(await checkHere(place)).toMatchObject({ exit: 2 });
});

test.each(["cluster", "returns"])(
  "a rule may not have the name of a column that there is: %s",
  async (name) => {
    await fails(withRules(`    ${name}: segments.recency > 300\n`), {
      ...{ exit: 2, code: "CRM-E1004", says: ["this name is taken"], began: false },
    });
  },
);
