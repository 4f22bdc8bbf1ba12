import type { Engine } from "../../engine/engine.js";
import { assigned } from "../../segments/assign.js";
import { readCentres } from "./centres.js";
import { readFeatures } from "./features.js";

export const grain =
  "One row per customer: its cluster, if it is grouped, and how far it is from the centre.";
export const key = ["customer_id"];
export const unpublished = ["segments.assigned"];
export const reads = ["segments.centres", "segments.features", "segments.points"];

const file = "src/rooms/segments/members.ts";

/**
 * Makes `segments.members`. Far is who is farther from its centre than the upper quartile of all by three times the
 * quartiles' distance (Tukey's outer fence), what is beyond the limit of a feature counted in; `fit` is 1 at a centre and 0
 * halfway to another.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const features = await readFeatures(engine);
  const centres = await readCentres(engine, features);
  const rows =
    centres.length === 0
      ? "select customer_id, beyond, 1 as cluster, 0.0 as distance, 1 as next_cluster, null::double as next_distance from segments.points limit 0"
      : assigned("segments.points", centres, ["customer_id", "beyond"]);
  await engine.work("segments.assigned", {
    file,
    sql: `select customer_id, beyond, cluster, round(sqrt(distance), 6) as distance, next_cluster,
        round(sqrt(next_distance), 6) as next_distance from (${rows}) as assigned`,
  });
  return engine.create(
    table,
    {
      file,
      sql: `with fence as (
          select
            percentile_cont(0.75) within group (order by distance + beyond) as upper,
            percentile_cont(0.25) within group (order by distance + beyond) as lower
          from segments.assigned
        )
        select customer_id, cast(cluster as integer) as cluster, cast(distance as decimal(18, 6)) as distance,
          cast(next_cluster as integer) as next_cluster, cast(next_distance as decimal(18, 6)) as next_distance,
          cast(case when next_distance > 0 then 1 - distance / next_distance end as decimal(18, 6)) as fit,
          distance + beyond > upper + 3 * (upper - lower) as far
        from segments.assigned cross join fence`,
    },
    {},
    key,
  );
}
