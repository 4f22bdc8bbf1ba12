import type { Engine, Parameters } from "../../engine/engine.js";

export const grain =
  "One row: whether this run found its clusters anew or kept those of the run before, and why.";
export const reads = ["state.segments_model", "state.segments_choice"];

/** Makes `segments.model`. Clusters are kept as long as what the pipeline asks of them stays the same. */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const reason = await whyFit(engine, parameters);
  return engine.create(
    table,
    {
      file: "src/rooms/segments/model.ts",
      sql: `select ${reason !== undefined} as fitted, cast($reason as varchar) as reason,
          coalesce(${reason === undefined ? "(select max(fitted_on) from state.segments_model)" : "null"}, $as_of::date)
            as fitted_on,
          cast($segments_asked as varchar) as asked`,
    },
    { reason: reason ?? "kept", as_of: parameters.as_of!, segments_asked: parameters.segments_asked! },
  );
}

async function whyFit(engine: Engine, parameters: Parameters): Promise<string | undefined> {
  const [before] = await engine.read<{ asked: string; found: number }>(
    `select asked, (select count(*) from state.segments_choice
        where chosen and verdict in ('chosen', 'cuts', 'given')) as found
      from state.segments_model`,
  );
  if (before === undefined) return "first";
  if (before.found === 0) return "none";
  if (parameters.retrain === true) return "asked";
  if (parameters.segments_model === "fit") return "setting";
  return before.asked === parameters.segments_asked ? undefined : "settings";
}
