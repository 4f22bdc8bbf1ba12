import { askedOfApplications, methodsAsked } from "../../credit/asked.js";
import type { Engine, Parameters } from "../../engine/engine.js";
import { told } from "../../scorecard/kept.js";
import { alongside, loadTables } from "../../scorecard/load-tables.js";
import { loadTested } from "../../scorecard/load-tested.js";

export const grain = "One row per question: whether a card tells the answer of rows that it has not seen.";
export const key = ["question"];
export const reads = ["credit.background", "credit.examples", "state.credit_model", "state.credit_tested"];
export const published = alongside("credit");
export const unpublished = ["credit.model_file", "credit.tested"];

/** Makes `credit.verdicts` and, along with it, the card of who will not pay and how it was tested. */
export async function make(engine: Engine, _: string, parameters: Parameters): Promise<number> {
  const [rejects] = parameters.credit_rejects_use === true ? methodsAsked(parameters) : [];
  const asked = { ...(await askedOfApplications(engine, parameters)), rejects };
  const { answered, ...own } = await told(engine, "credit", asked, parameters);
  if (answered === undefined) await keepTested(engine);
  else await loadTested(engine, "credit.tested", answered);
  return loadTables(engine, "credit", [own]);
}

/** The chances by cards that had not seen the customer, as they were when the card was learnt. */
const keepTested = (engine: Engine) =>
  engine.work("credit.tested", {
    file: "src/rooms/credit/verdicts.ts",
    sql: "select example, p from state.credit_tested",
  });
