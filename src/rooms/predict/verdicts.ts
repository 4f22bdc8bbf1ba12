import type { Engine, Parameters } from "../../engine/engine.js";
import type { Selects } from "../../pipeline/steps.js";
import { caseExamples } from "../../predict/cases.js";
import { customerExamples } from "../../predict/customers.js";
import { type Told as Example, loadQuestions } from "../../predict/load-questions.js";
import { isOfCases, isOfCustomers, type Made, pastOf, readQuestions } from "../../predict/question.js";
import { scoreAll } from "../../predict/score-all.js";
import type { Asked } from "../../scorecard/answer.js";
import { told } from "../../scorecard/kept.js";
import { alongside, loadTables, type Told } from "../../scorecard/load-tables.js";
import { scalingOf } from "../../scorecard/settings.js";
import { loadStability } from "../../scorecard/stability.js";

export const grain = "One row per question: whether a card tells the answer of rows that it has not seen.";
export const key = ["question"];
export const reads = [
  "identity.members",
  "predict.purchases",
  "settings.named_tables",
  "settings.predict_questions",
  "state.predict_model",
];
export const repeats = "features";
export const published = [
  ...alongside("predict"),
  "predict.questions",
  "predict.score_months",
  "predict.stability",
];
export const unpublished = ["predict.model_file", "predict.scored"];

const NONE: Made = { features: new Set() };

/** Makes `predict.verdicts` and, along with it, examples, card and scores of every question of the pipeline, one after the other. */
export async function make(
  engine: Engine,
  _: string,
  parameters: Parameters,
  selects: Selects,
): Promise<number> {
  const answers: Told[] = [];
  const questions: Example[] = [];
  for (const question of await readQuestions(engine)) {
    const table = `predict.examples_${question.place}`;
    const { features, past } = isOfCases(question)
      ? await caseExamples(engine, table, question, selects, parameters)
      : isOfCustomers(question)
        ? await customerExamples(engine, table, question, selects, parameters)
        : NONE;
    const asked: Asked = {
      question: question.name,
      table,
      settings: question.settings,
      scaling: scalingOf(question.settings, "likelier"),
      keys: [],
      asOf: (feature) => features.has(feature),
      known: past?.past,
    };
    // Examples are read for one question at a time: what is told of them later needs none.
    const { answered: _, ...own } = await told(engine, "predict", asked, parameters);
    answers.push(own);
    questions.push({ question, table, past: past ?? (await pastOf(engine, table)) });
  }
  const rows = await loadTables(engine, "predict", answers);
  await loadQuestions(engine, "predict.questions", questions);
  await scoreAll(engine, "predict.scored", questions);
  await loadStability(
    engine,
    "predict",
    questions.map(({ question, table }) => ({ question: question.name, examples: table })),
  );
  for (const { table } of questions) await engine.drop(table);
  return rows;
}
