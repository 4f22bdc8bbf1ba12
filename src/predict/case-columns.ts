import type { Engine } from "../engine/engine.js";
import { PERSONAL } from "../identity/personal.js";
import { type Asked, namedIn } from "./condition.js";
import type { CaseQuestion } from "./question.js";

/** Columns that say where a row or its person is found, whatever the table. */
const FOUND_BY = ["source", "contact_source", "contact_id", "order_source", "invoice_source", "loan_source"];

/** The conditions of a question about cases. */
export function conditionsOf({ name, settings }: CaseQuestion): Asked[] {
  const { yes, known } = settings;
  const asked = (key: string, rule: string) => ({
    question: name,
    key,
    rule,
    setting: ["predict", name, key],
  });
  return [asked("yes", yes), ...(known === undefined ? [] : [asked("known", known)])];
}

/** The columns that a question's settings name, each with its key, those of its conditions apart. */
export function columnsOf({ settings }: CaseQuestion): { key: string; column: string }[] {
  const { key = [], day, known_on, weight } = settings;
  return [
    ...key.map((column) => ({ key: "key", column })),
    ...Object.entries({ day, known_on, weight }).flatMap(([own, column]) =>
      column === undefined ? [] : [{ key: own, column }],
    ),
  ];
}

/**
 * The columns of a table of cases that may be features: neither keys, nor persons, nor what the question is made of; a card
 * that knew the latter would know the answer.
 */
export async function candidatesOf(
  engine: Engine,
  question: CaseQuestion,
  columns: Iterable<string>,
  key: readonly string[],
): Promise<string[]> {
  const made: string[] = [];
  for (const asked of conditionsOf(question)) made.push(...(await namedIn(engine, asked)));
  const out = new Set([
    ...[...FOUND_BY, ...PERSONAL, ...key, ...made].map((name) => name.toLowerCase()),
    ...columnsOf(question).map(({ column }) => column.toLowerCase()),
  ]);
  return [...columns].filter((column) => !out.has(column.toLowerCase()));
}
