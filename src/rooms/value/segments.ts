import type { Engine, Parameters } from "../../engine/engine.js";

export const grain = "One row per segment of the room rfm, where it runs: what its mean customer will bring.";
export const key = ["place", "segment"];
export const reads = ["value.scores"];
export const beside = ["rfm.places", "rfm.scores"];

const file = "src/rooms/value/segments.ts";
/** Makes `value.segments`; it is empty where there are no segments. The ends are the means of the customers' ends. */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const tables = new Set(await engine.tables());
  const segments = beside.every((each) => tables.has(each))
    ? `select scores.customer_id, places.place, scores.segment
      from rfm.scores as scores join rfm.places as places on places.segment = scores.segment`
    : "select '' as customer_id, 0 as place, '' as segment where false";
  return engine.create(
    table,
    {
      file,
      sql: `select segments.place, segments.segment, count(*) as people,
        (sum(scores.clv) / count(*))::decimal(18, 4) as clv,
        (sum(scores.clv_low) / count(scores.clv_low))::decimal(18, 4) as clv_low,
        (sum(scores.clv_high) / count(scores.clv_high))::decimal(18, 4) as clv_high,
        sum(scores.clv)::decimal(18, 4) as value,
        (sum(scores.p_alive) / count(*))::decimal(18, 6) as p_alive
      from (${segments}) as segments
      join value.scores as scores on scores.customer_id = segments.customer_id
      group by segments.place, segments.segment`,
    },
    parameters,
    key,
  );
}
