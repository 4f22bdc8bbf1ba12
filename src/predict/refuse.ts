import { CliError, didYouMean, EXIT, type Problem } from "../error.js";
import type { Question } from "./question.js";

/** A name of a question's settings, below its key. */
export interface Named {
  readonly path: readonly PropertyKey[];
  readonly name: string;
}

/** What is wrong with names that stand for no column or feature. */
export function unknownNames(
  question: string,
  named: readonly Named[],
  known: readonly string[],
  what: string,
): Problem[] {
  return named
    .filter(({ name }) => !known.includes(name))
    .map(({ path, name }) => ({
      code: "CRM-E1150",
      setting: ["predict", question, ...path],
      message: `the question "${question}": "${name}" is no ${what}`,
      hint: known.length === 0 ? "There is none." : didYouMean(name, known),
    }));
}

/** The names of features that a question's settings have. */
export function featuresNamed({ settings }: Question): Named[] {
  const { features, exclude, keep, trends, special, baseline } = settings;
  const list = (key: string, names: readonly string[]) =>
    names.map((name, i) => ({ path: [key, i] as PropertyKey[], name }));
  return [
    ...list("features", features === "all" ? [] : features),
    ...list("exclude", exclude),
    ...list("keep", keep),
    ...Object.keys(trends).map((name) => ({ path: ["trends", name], name })),
    ...Object.keys(special).map((name) => ({ path: ["special", name], name })),
    ...(baseline === undefined ? [] : [{ path: ["baseline"], name: baseline }]),
  ];
}

/** @throws {CliError} exit 2 with all of the problems, if there are any */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new CliError(EXIT.usage, problems);
}
