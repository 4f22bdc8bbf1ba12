import { type Engine, quoteText } from "../../engine/engine.js";
import { kindOf, readFeatures } from "./features.js";
import { valueColumn } from "./values.js";

export const grain = "One row per cluster and feature: how its customers differ, and by what value.";
export const key = ["cluster", "place"];
export const unpublished = ["segments.presence"];
export const reads = ["segments.centres", "segments.features", "segments.members", "segments.values"];

const file = "src/rooms/segments/profiles.ts";

/**
 * Makes `segments.profiles`. The value is the median of the cluster's customers, of shares the mean. A centre of 0 is that
 * of all customers; one of 1 is as far from it as one customer in six is, were they spread evenly around it.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const longer = (await readFeatures(engine)).map(
    ({ place, feature }) =>
      `select members.cluster, ${place} as place, ${quoteText(kindOf(feature))} as kind,
        cast(round(${valueColumn(place)}, 6) as decimal(18, 6)) as value
      from segments.values as observed
      join segments.members as members on members.customer_id = observed.customer_id`,
  );
  const none = "select 1 as cluster, 1 as place, '' as kind, 0::decimal(18, 6) as value limit 0";
  const all = longer.length === 0 ? none : longer.join(" union all ");
  await engine.work("segments.presence", { file, sql: presence(all) });
  return engine.create(
    table,
    {
      file,
      sql: `with longer as (${all}),
      typical as (
        select cluster, place, kind, count(*) as people,
          case when kind = 'share' then sum(value)::double / count(value)
            else percentile_cont(0.5) within group (order by value::double) end as value
        from longer group by cluster, place, kind
      )
      select typical.cluster, typical.place, features.feature, features.detail, typical.people,
        ((centres.value - features.middle) / nullif(features.spread, 0))::decimal(18, 6) as centre, typical.kind,
        case when kind = 'days' then typical.value end::decimal(18, 2) as days,
        case when kind = 'count' then typical.value end::decimal(18, 2) as count,
        case when kind = 'money' then typical.value end::decimal(18, 4) as money,
        case when kind = 'share' then typical.value end::decimal(18, 6) as share,
        case when kind = 'number' then typical.value end::decimal(18, 6) as number
      from typical
      join segments.features as features on features.place = typical.place
      join segments.centres as centres
        on centres.cluster = typical.cluster and centres.feature = features.feature`,
    },
    {},
    key,
  );
}

/** One row per cluster and feature: how many are known, how many are above 0, and their sum; beside it those of all. */
const presence = (longer: string) => `with counted as (
    select cluster, place, count(value) as known, count(*) filter (where value > 0) as present,
      count(*) filter (where value < 0) as below, sum(value)::double as total
    from (${longer}) as longer group by cluster, place
  )
  select cluster, features.feature, counted.known, present, total,
    sum(counted.known) over every as all_known, sum(present) over every as all_present,
    sum(below) over every as all_below, sum(total) over every as all_total
  from counted join segments.features as features on features.place = counted.place
  window every as (partition by counted.place)`;
