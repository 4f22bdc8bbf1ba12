import type { Engine, Parameters } from "../../engine/engine.js";
import { type Kind, MEASURES, type Measure, taken } from "../../segments/measures.js";
import { valueColumn } from "./values.js";

export const grain =
  "One row per feature that customers are grouped by: how it is scaled, or why it is left out.";
export const key = ["place"];
export const unpublished = ["segments.observed"];
export const reads = [
  "segments.channels",
  "segments.model",
  "segments.values",
  "settings.segments_features",
  "state.segments_features",
];

const file = "src/rooms/segments/features.ts";

/**
 * Makes `segments.features`, or takes those of the clusters that are kept. Robust scaling: the median is 0, and the
 * quartiles are as far apart as those of a normal distribution of variance 1; where they are equal, and by choice, mean
 * and standard deviation.
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  await observe(engine, parameters);
  const [model] = await engine.read<{ fitted: boolean }>("select fitted from segments.model");
  const from = model!.fitted ? "segments.observed" : "state.segments_features";
  return engine.create(table, { file, sql: `select * from ${from}` }, {}, key);
}

/** Makes `segments.observed`, the features as this run would scale them. */
async function observe(engine: Engine, parameters: Parameters): Promise<void> {
  const asked = await engine.read<{ place: number; log: boolean }>(
    "select place, log from settings.segments_features order by place",
  );
  const values = asked.map(
    ({ place, log }) =>
      `select ${place} as place, cast(${taken(valueColumn(place), log)} as decimal(18, 6)) as value from segments.values`,
  );
  await engine.work(
    "segments.observed",
    { file, sql: `with measured as (${values.join(" union all ")}), ${SCALED}` },
    { segments_scaling: parameters.segments_scaling! },
  );
}

const SCALED = `summed as (
    select
      place, count(value) as known, count(distinct value) as different,
      sum(value)::double / nullif(count(value), 0) as mean,
      sum(cast(value::double * value::double as decimal(38, 6)))::double / nullif(count(value), 0) as square,
      percentile_cont(0.5) within group (order by value::double) as median,
      percentile_cont(0.75) within group (order by value::double)
        - percentile_cont(0.25) within group (order by value::double) as quartiles
    from measured group by place
  ),
  scaled as (
    select
      place, known, different, median, mean,
      sqrt(greatest(square - mean * mean, 0)) as deviation,
      case when quartiles > 0 then quartiles / 1.349 else deviation end as spread,
      case when quartiles > 0 then median else mean end as middle
    from summed
  )
  select
    asked.place, asked.feature, asked.log, channels.channel as detail, nullif(known, 0) as known,
    case when coalesce(known, 0) = 0 and asked.feature = 'second_channel'
        and (select count(*) from segments.channels) > 0 then 'rest'
      when coalesce(known, 0) = 0 then 'unknown' when different = 1 then 'constant' else 'used' end as state,
    round(case $segments_scaling when 'none' then 0 when 'standard' then mean else middle end, 9) as centre,
    round(case $segments_scaling when 'none' then 1 when 'standard' then deviation else spread end, 9) as width,
    case when $segments_scaling <> 'none' then 4.0 end::double as most,
    round(case when known > 0 then median end, 9) as median,
    round(case when known > 0 then middle end, 9) as middle,
    round(case when known > 0 then spread end, 9) as spread
  from settings.segments_features as asked
  left join scaled on scaled.place = asked.place
  left join segments.channels as channels
    on channels.place = case asked.feature when 'first_channel' then 1 when 'second_channel' then 2 end`;

/** A feature that takes part, as `segments.features` has it. */
export interface Feature {
  readonly place: number;
  readonly feature: string;
  readonly log: boolean;
  readonly centre: number;
  readonly width: number;
  readonly most: number | null;
  readonly median: number;
}

export const readFeatures = (engine: Engine): Promise<Feature[]> =>
  engine.read<Feature & Record<string, unknown>>(
    `select place, feature, log, centre, width, most, median from segments.features
    where state = 'used' and width > 0 order by place`,
  );

export const kindOf = (feature: string): Kind =>
  feature in MEASURES ? MEASURES[feature as Measure].kind : "number";
