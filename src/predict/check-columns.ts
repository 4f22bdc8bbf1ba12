import type { Engine } from "../engine/engine.js";
import { Attempts } from "../error.js";
import { candidatesOf, columnsOf, conditionsOf } from "./case-columns.js";
import { conditionOver } from "./condition.js";
import { isOfCases, isOfCustomers, type QuestionSettings } from "./question.js";
import { featuresNamed, unknownNames } from "./refuse.js";

/**
 * Proves that what questions name of the contract's tables is there, with the further columns of the exports.
 * @param columns those of a table of the contract; none for any other
 * @throws {CliError} exit 2 with every name that is unknown
 */
export async function checkCaseColumns(
  engine: Engine,
  settings: Readonly<Record<string, QuestionSettings>>,
  columns: (table: string) => readonly string[],
): Promise<void> {
  const attempts = new Attempts();
  for (const [place, [name, each]] of Object.entries(settings).entries()) {
    const question = { place, name, settings: each };
    const table = isOfCases(question) ? each.of! : (each.yes as { readonly table: string }).table;
    const [schema, short] = table.split(".") as [string, string];
    const known = schema === "crm" ? [...new Set([...columns(short), "customer_id"])] : [];
    if (known.length <= 1) continue;
    if (isOfCases(question)) {
      const named = columnsOf(question).map(({ key, column }) => ({ path: [key], name: column }));
      attempts.tell(unknownNames(name, named, known, `column of ${table}`));
      for (const asked of conditionsOf(question))
        await attempts.try(() => conditionOver(engine, table, known, asked));
      const features = await attempts.try(() => candidatesOf(engine, question, known, each.key ?? []));
      if (features !== undefined && !each.customer)
        attempts.tell(unknownNames(name, featuresNamed(question), features, `feature of ${table}`));
    } else if (isOfCustomers(question)) {
      const { day, where } = question.settings.yes;
      attempts.tell(unknownNames(name, [{ path: ["yes", "day"], name: day }], known, `column of ${table}`));
      if (where === undefined) continue;
      const asked = { question: name, key: "where", rule: where, setting: ["predict", name, "yes", "where"] };
      await attempts.try(() => conditionOver(engine, table, known, asked));
    }
  }
  attempts.end();
}
