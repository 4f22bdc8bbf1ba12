import { expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import { uniform } from "../../src/numeric/uniform.js";
import { loadSince } from "../../src/scorecard/since.js";

const MODEL = "question, form, sample, fitted_on, model, verdict";

test("what was answered since a kept card was learnt tests it, but of looks only those from that day on", async () => {
  const engine = await openEngine({ threads: 1 });
  await load(engine);
  const auc = async (looks: boolean) => {
    const questions = [{ question: "stays", scored: "predict.scored", looks }];
    await loadSince(engine, "predict.since", "predict", questions);
    return engine.read<{ value: number; before: number; fallen: boolean }>(
      "select round(value, 6) as value, before, fallen from predict.since where metric = 'auc'",
    );
  };
  // 200 of days before the card was learnt, told right, and 200 of that day, told wrong.
  expect((await auc(false))[0]!.value).toBeLessThan(0.6);
  expect(await auc(true)).toEqual([{ value: 0, before: 0.9, fallen: true }]);
  await engine.create("predict.scored", {
    file: "test",
    sql: "select * from predict.scored where day < date '2026-06-30' or example like '%9'",
  });
  expect(await auc(true)).toEqual([]);
  engine.close();
});

/** A card learnt on 2026-06-30, and examples that were all answered afterwards. */
async function load(engine: Engine): Promise<void> {
  const next = uniform(1);
  const rows = Array.from({ length: 400 }, (_, i) => {
    const [late, yes] = [i >= 200, i % 2];
    const p = (yes === 1) === late ? next() * 0.4 : 0.6 + next() * 0.4;
    return [`e${i}`, `c${i}`, late ? "2026-06-30" : "2026-02-01", yes, "2026-07-31", p];
  });
  await engine.load(
    "t.rows",
    {
      example: "varchar",
      customer_id: "varchar",
      day: "varchar",
      answer: "integer",
      answered_on: "varchar",
      p: "double",
    },
    rows,
  );
  const made = (table: string, sql: string) => engine.create(table, { file: "test", sql });
  await made(
    "predict.scored",
    "select * replace (cast(day as date) as day, cast(answered_on as date) as answered_on), 'past' as sample from t.rows",
  );
  await made(
    "predict.verdicts",
    `select * from (values ('stays', 'classic', 'out_of_time', '2026-06-30', 'kept', 'usable')) as told (${MODEL})`,
  );
  await made(
    "predict.metrics",
    "select 'stays' as question, 'classic' as form, 'out_of_time' as sample, 'auc' as metric, 0.9::double as value, 0.85::double as low",
  );
}
