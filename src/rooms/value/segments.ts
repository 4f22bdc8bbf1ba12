import type { Engine, Parameters } from "../../engine/engine.js";

export const grain = "One row per segment of the room rfm, where it runs: what its mean customer will bring.";
export const key = ["place", "segment"];
export const reads = ["value.chances", "value.scores"];
export const beside = ["rfm.places", "rfm.scores"];

const file = "src/rooms/value/segments.ts";
/** Makes `value.segments`; it is empty where there are no segments. The ends are those of `value.groups`. */
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
      sql: `with sums as (
        select segments.place, segments.segment, count(*) as people,
          sum(scores.clv) as clv, sum(scores.p_alive) as p_alive, min(scores.clv) as least,
          case when count(scores.clv_low) = count(*)
            then sum(scores.clv - scores.clv_low) end::double as below,
          case when count(scores.clv_high) = count(*)
            then sum(scores.clv_high - scores.clv) end::double as above,
          case when count(chances.variance) = count(*)
            then 2.705543454095404 * sum(chances.variance)::double end as chance
        from (${segments}) as segments
        join value.scores as scores on scores.customer_id = segments.customer_id
        left join value.chances as chances on chances.customer_id = segments.customer_id
        group by segments.place, segments.segment
      ),
      ends as (
        select *, (clv::double - sqrt(below * below + chance)) / people as low,
          (clv::double + sqrt(above * above + chance)) / people as high
        from sums
      )
      select place, segment, people, (clv / people)::decimal(18, 4) as clv,
        round(case when least >= 0 and low < 0 then 0 else low end, 4)::decimal(18, 4) as clv_low,
        round(high, 4)::decimal(18, 4) as clv_high,
        clv::decimal(18, 4) as value,
        (p_alive / people)::decimal(18, 6) as p_alive
      from ends`,
    },
    parameters,
    key,
  );
}
