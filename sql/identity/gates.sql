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
    select
        earlier.source || '.' || earlier."column" as name,
        earlier.known * sources.records / earlier.records as expected,
        greatest(expected - coalesce(today.known, 0), 0) as lost,
        -- three standard deviations of a count are chance
        100 * greatest(lost - 3 * sqrt(expected), 0) / expected as percent
    from state.completeness as earlier
    join (
        select source, max(records) as records
        from identity.completeness
        group by source
    ) as sources on sources.source = earlier.source
    left join identity.completeness as today
        on today.source = earlier.source
        and today."column" = earlier."column"
    where earlier.known > 0 and sources.records > 0
    order by percent desc, name
    limit 1
),

entered as (
    select
        finders.keys,
        sum(greatest(
            crowded.records - coalesce(earlier.records, finders.most), 0
        )) as records
    from identity.crowded as crowded
    join identity.finders as finders on finders.rule = crowded.rule
    join state.rules as rules on rules.keys = finders.keys
    left join state.crowded as earlier
        on earlier.rule = rules.rule
        and earlier.block = crowded.block
    where finders.keys <> ''
    group by finders.keys
),

crowded as (
    select entered.keys, entered.records
    from entered
    cross join identity.model as model
    where not model.fitted
    order by entered.records desc, keys
    limit 1
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
    coalesce(max(percent), 0)::double,
    $identity_emptier_max_pct::double,
    'percent of the values of a column that a source has lost, beyond chance'
        || coalesce(': ' || max(name), '')
from emptier
union all
select
    'crowded',
    coalesce(100.0 * max(crowded.records) / max(size.records), 0),
    $identity_crowded_max_pct::double,
    'percent of the records that have come into blocks that are too large'
        || coalesce(': ' || max(crowded.keys), '')
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
