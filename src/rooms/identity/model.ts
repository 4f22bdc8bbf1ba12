import type { Engine, Parameters } from "../../engine/engine.js";
import { askedComparisons, type Column, chooseComparisons } from "../../identity/choose.js";

export const grain =
  "One row: whether this run fitted the model of identity or kept the one before, and why.";
export const reads = ["state.model", "state.columns", "state.parameters"];

const COLUMNS = `select "column", records, known, different, people, "repeat", repeats from state.columns order by "column"`;

/** The columns of the model that this run keeps; undefined if it fits its own. */
export async function keptModel(engine: Engine): Promise<Column[] | undefined> {
  const [row] = await engine.read<{ fitted: boolean }>("select fitted from identity.model");
  return row!.fitted ? undefined : engine.read<Column & Record<string, unknown>>(COLUMNS);
}

/** Makes `identity.model`. A model is kept as long as it is there, was not asked to be fitted anew, and can be read. */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const reason = await whyFit(engine, parameters);
  return engine.create(
    table,
    {
      file: "src/rooms/identity/model.ts",
      sql: `select ${reason !== undefined} as fitted, cast($reason as varchar) as reason,
          coalesce(${reason === undefined ? "(select max(fitted_on) from state.model)" : "null"}, $as_of::date)
            as fitted_on,
          key64('crm-analyze') as hash_check`,
    },
    { reason: reason ?? "kept", as_of: parameters.as_of! },
  );
}

async function whyFit(engine: Engine, parameters: Parameters): Promise<string | undefined> {
  const [before] = await engine.read<{ same: boolean }>(
    "select hash_check = key64('crm-analyze') as same from state.model",
  );
  if (before === undefined) return "first";
  if (parameters.retrain === true) return "asked";
  if (parameters.identity_model === "fit") return "setting";
  if (!before.same) return "engine";
  const columns = await engine.read<Column & Record<string, unknown>>(COLUMNS);
  const wanted = chooseComparisons(columns, await askedComparisons(engine)).flatMap(
    ({ name, levels }, place) =>
      levels.map((level, i) => `${place} ${name} ${levels.length - 1 - i} ${level.name}`),
  );
  const there = await engine.read<{ level: string }>(
    `select distinct place || ' ' || comparison || ' ' || level || ' ' || name as level from state.parameters`,
  );
  const known = new Set(there.map(({ level }) => level));
  return known.size === wanted.length && wanted.every((level) => known.has(level))
    ? undefined
    : "comparisons";
}
