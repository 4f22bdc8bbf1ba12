-- One row per gate of the identities: its value and the most that it may be.
-- Key: gate.
with

earlier as (
    select count(*) as customers
    from state.customers
    where status = 'current'
),

changed as (
    select count(distinct customer_id) as customers
    from identity.events
    where event in ('merged', 'split')
),

largest as (
    select coalesce(max(records), 0) as records
    from identity.customers
),

emptier as (
    select coalesce(max(
        100.0 * earlier.known / earlier.records
            - 100.0 * today.known / today.records
    ), 0) as points
    from identity.completeness as today
    join state.completeness as earlier
        on earlier.source = today.source
        and earlier."column" = today."column"
    where earlier.records > 0 and today.records > 0
),

newly_crowded as (
    select crowded.rule, sum(crowded.records) as records
    from identity.crowded as crowded
    anti join state.crowded as earlier
        on earlier.rule = crowded.rule
        and earlier.block = crowded.block
    group by crowded.rule
),

crowded as (
    select coalesce(max(newly_crowded.records), 0) as records
    from newly_crowded
    cross join identity.model as model
    where not model.fitted
)

select
    'ids_changed' as gate,
    case
        when earlier.customers = 0 then 0
        else 100.0 * changed.customers / earlier.customers
    end::double as value,
    $identity_ids_changed_max_pct::double as threshold,
    'percent of the customers of the run before that were merged or split'
        as meaning
from earlier, changed
union all
select
    'largest_customer',
    records::double,
    $identity_largest_customer_max::double,
    'records of the largest customer'
from largest
union all
select
    'false_pairs',
    100 * false_share,
    $identity_false_pairs_max_pct::double,
    'percent of the joined pairs that are false, as the model estimates'
from identity.thresholds
union all
select
    'emptier',
    greatest(points, 0)::double,
    $identity_emptier_max_pct::double,
    'percentage points by which a column of a source is emptier than before'
from emptier
union all
select
    'crowded',
    100.0 * crowded.records / greatest(size.records, 1),
    $identity_crowded_max_pct::double,
    'percent of the records in blocks that are newly too large to be compared'
from crowded
cross join (select count(*) as records from identity.members) as size
union all
select
    'model_fitted',
    case when fitted and reason <> 'first' then 1 else 0 end::double,
    null,
    'model of identity fitted anew; reason: ' || reason
from identity.model
union all
select
    'overrides_' || status,
    count(*)::double,
    null,
    'overrides by people without effect: ' || status
from identity.overrides
where status <> 'applied'
group by status
