import type { Engine, Parameters } from "../../engine/engine.js";
import { driftSelect, unusableSelect } from "../../scorecard/gates.js";

export const grain =
  "One row per gate: how far the scores have moved, and, to be told, questions without a card.";
export const key = ["gate"];
export const reads = ["credit.stability", "credit.verdicts"];

/** Makes `credit.gates`. */
export const make = (engine: Engine, table: string, parameters: Parameters): Promise<number> =>
  engine.create(
    table,
    {
      file: "src/rooms/credit/gates.ts",
      sql: `${driftSelect("credit")} union all ${unusableSelect("credit")}`,
    },
    { shifted_max_index: parameters.credit_shifted_max_index ?? null },
    key,
  );
