import type { Engine, Parameters } from "../../engine/engine.js";
import { driftSelect, unusableSelect } from "../../scorecard/gates.js";

export const grain =
  "One row per gate: how far the scores have moved, and, to be told, questions without a card.";
export const key = ["gate"];
export const reads = ["churn.stability", "churn.verdicts"];

/** Makes `churn.gates`. */
export const make = (engine: Engine, table: string, parameters: Parameters): Promise<number> =>
  engine.create(
    table,
    {
      file: "src/rooms/churn/gates.ts",
      sql: `${driftSelect("churn")} union all ${unusableSelect("churn")}`,
    },
    { shifted_max_index: parameters.churn_shifted_max_index ?? null },
    key,
  );
