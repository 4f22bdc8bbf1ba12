import { expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import { uniform } from "../../src/numeric/uniform.js";
import type { Asked } from "../../src/scorecard/answer.js";
import { told } from "../../src/scorecard/kept.js";
import { loadTables, type Told } from "../../src/scorecard/load-tables.js";
import { scoreQuestion } from "../../src/scorecard/score-question.js";
import { cardSettings } from "../support/cards.js";

const ASKED: Asked = {
  question: "stays",
  table: "t.examples",
  settings: cardSettings({ form: "classic" }),
  scaling: { score: 500, odds: 1, double: 50, more: "likelier" },
  keys: [],
  asOf: () => false,
};
const DAY = { as_of: "2026-06-30" };

test("a card is kept as it was, scores alike, and is learnt anew where it is asked for or asked otherwise", async () => {
  const engine = await openEngine({ threads: 1 });
  await loadExamples(engine, 1, 1_000);
  await engine.load("state.predict_model", { text: "varchar" }, []);
  const first = await told(engine, "predict", ASKED, DAY);
  expect(modelOf(first)).toEqual(["2026-06-30", "learnt"]);
  expect(first.answered!.learned.form).toBe("classic");
  const before = await scoresOf(engine, first);
  await keep(engine);

  await loadExamples(engine, 2, 1_500);
  const kept = await told(engine, "predict", ASKED, { as_of: "2026-07-31" });
  expect(kept.answered).toBeUndefined();
  expect(kept.rows.cards).toEqual(first.rows.cards);
  expect(kept.rows.verdicts[0]!.slice(0, -1)).toEqual(first.rows.verdicts[0]!.slice(0, -1));
  expect(kept.rows.verdicts[0]!.slice(-2)).toEqual(["2026-06-30", "kept"]);
  await loadExamples(engine, 1, 1_000);
  expect(await scoresOf(engine, kept)).toEqual(before);

  const anew = await told(engine, "predict", ASKED, { ...DAY, retrain: true });
  expect(modelOf(anew)).toEqual(["2026-06-30", "learnt"]);
  expect(anew.rows.cards).toEqual(first.rows.cards);
  const fit = await told(engine, "predict", { ...ASKED, settings: { ...ASKED.settings, model: "fit" } }, DAY);
  expect(modelOf(fit)).toEqual(["2026-06-30", "learnt"]);
  const otherwise = await told(
    engine,
    "predict",
    { ...ASKED, scaling: { ...ASKED.scaling, double: 20 } },
    DAY,
  );
  expect(modelOf(otherwise)).toEqual(["2026-06-30", "learnt"]);
  expect(otherwise.rows.cards).not.toEqual(first.rows.cards);
  await engine.create("t.examples", { file: "test", sql: "select * exclude (x) from t.examples" });
  expect(modelOf(await told(engine, "predict", ASKED, DAY))).toEqual(["2026-06-30", "learnt"]);
  engine.close();
});

test("a card that tells nothing is not kept: the next run looks again", async () => {
  const engine = await openEngine({ threads: 1 });
  await loadExamples(engine, 3, 1_000, 0);
  await engine.load("state.predict_model", { text: "varchar" }, []);
  const first = await told(engine, "predict", ASKED, DAY);
  expect(first.rows.verdicts[0]![1]).toBe("no_signal");
  await loadTables(engine, "predict", [first]);
  await keep(engine);
  expect(modelOf(await told(engine, "predict", ASKED, DAY))).toEqual(["2026-06-30", "learnt"]);
  engine.close();
});

/** On which day the card was learnt, and whether it was by this run. */
const modelOf = ({ rows }: Told) => rows.verdicts[0]!.slice(-2);

/** What the run leaves for the next one. */
const keep = (engine: Engine) =>
  engine.create("state.predict_model", { file: "test", sql: "select text from predict.model_file" });

async function scoresOf(engine: Engine, own: Told) {
  await loadTables(engine, "predict", [own]);
  await scoreQuestion(engine, "t.scored", {
    room: "predict",
    question: "stays",
    examples: "t.examples",
    keys: ["example"],
  });
  return engine.read("select * from t.scored order by example");
}

/** Examples of two numbers, of which one tells of the answer with some weight. */
async function loadExamples(engine: Engine, seed: number, count: number, weight = 1.5): Promise<void> {
  const next = uniform(seed);
  const rows = Array.from({ length: count }, (_, i) => {
    const [x, other] = [next() * 4 - 2, next()];
    const yes = next() < 1 / (1 + Math.exp(-weight * x));
    return [`e${String(i).padStart(5, "0")}`, `c${i}`, "2026-01-01", yes ? 1 : 0, "past", x, other];
  });
  const types = { example: "varchar", customer_id: "varchar", day: "varchar", answer: "integer" };
  await engine.load("t.loaded", { ...types, sample: "varchar", x: "double", other: "double" }, rows);
  await engine.create("t.examples", {
    file: "test",
    sql: "select * replace (cast(day as date) as day), cast(day as date) as answered_on from t.loaded",
  });
}
