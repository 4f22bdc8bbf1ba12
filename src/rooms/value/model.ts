import type { Engine, Parameters } from "../../engine/engine.js";
import { parseModelFile } from "../../value/model-file.js";

export const grain = "One row: whether this run fits its models or takes those that it has, and why.";
export const reads = ["settings.value_model_file", "state.value_model"];

/** Makes `value.model`; `text` is the model file where none is fitted. */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const { reason, text, fitted_on } = await chosen(engine, parameters);
  return engine.create(
    table,
    {
      file: "src/rooms/value/model.ts",
      sql: `select ${text === null} as fitted, cast($reason as varchar) as reason,
        coalesce(cast($fitted_on as date), $as_of::date) as fitted_on, cast($text as varchar) as text`,
    },
    { reason, text, fitted_on, as_of: parameters.as_of! },
  );
}

async function chosen(engine: Engine, parameters: Parameters) {
  const none = { text: null, fitted_on: null };
  const [given] = await engine.read<{ text: string; fitted_on: string }>(
    "select text, fitted_on from settings.value_model_file",
  );
  if (given !== undefined) return { reason: "file", ...given };
  const [before] = await engine.read<{ text: string; fitted_on: string; settled: boolean }>(
    "select text, fitted_on, settled from state.value_model",
  );
  if (before === undefined) return { reason: "first", ...none };
  if (parameters.retrain === true) return { reason: "asked", ...none };
  if (parameters.value_model === "fit") return { reason: "setting", ...none };
  if (!before.settled) return { reason: "none", ...none };
  if (parseModelFile(before.text).currency !== parameters.currency) return { reason: "currency", ...none };
  return { reason: "kept", text: before.text, fitted_on: before.fitted_on };
}
