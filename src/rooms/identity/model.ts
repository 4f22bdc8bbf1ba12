import type { Engine, Parameters } from "../../engine/engine.js";
import { askedComparisons, type Column, chooseComparisons, kinOf } from "../../identity/choose.js";
import type { Comparison } from "../../identity/comparisons.js";

export const grain =
  "One row: whether this run fitted the model of identity or kept the one before, and why.";
export const reads = ["state.model", "state.columns", "state.parameters", "state.kinds"];

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
  const asked = await askedComparisons(engine);
  const comparisons = chooseComparisons(columns, asked);
  const share = parameters.identity_share as number | null;
  const missing = asked.length > 0 && comparisons.length < asked.length;
  const same =
    !missing &&
    equal(await levelsBefore(engine), levelsOf(comparisons)) &&
    equal(await kindsBefore(engine), [
      `match ${share ?? ""}`,
      ...kinOf(comparisons, share ?? undefined).map(({ name }) => name),
    ]);
  return same ? undefined : "comparisons";
}

const equal = (before: readonly string[], now: readonly string[]) =>
  before.length === now.length && now.every((each) => before.includes(each));

/** What a level asks and which of its chances are set, in one text. */
const written = (...parts: readonly (string | number | null | undefined)[]) =>
  JSON.stringify(parts.map((part) => part ?? null));

const levelsOf = (comparisons: readonly Comparison[]): string[] =>
  comparisons.flatMap(({ name, columns, levels }, place) =>
    levels.map((level, i) =>
      written(
        ...[place, name, columns.join(","), levels.length - 1 - i],
        ...[level.name, level.frequency, level.m, level.u],
      ),
    ),
  );

async function levelsBefore(engine: Engine): Promise<string[]> {
  const rows = await engine.read<Readonly<Record<string, string | number | null>>>(
    `select place, comparison, features, level, name, frequency,
      max(chance) filter (where by_hand and kind = 'match') as m,
      max(chance) filter (where by_hand and kind = 'strangers') as u
    from state.parameters group by all`,
  );
  return rows.map(({ place, comparison, features, level, name, frequency, m, u }) =>
    written(place, comparison, features, level, name, frequency, m, u),
  );
}

async function kindsBefore(engine: Engine): Promise<string[]> {
  const rows = await engine.read<{ kind: string; share: number; by_hand: boolean }>(
    "select kind, share, by_hand from state.kinds order by place",
  );
  return rows.map(({ kind, share, by_hand }, i) => (i === 0 ? `${kind} ${by_hand ? share : ""}` : kind));
}
