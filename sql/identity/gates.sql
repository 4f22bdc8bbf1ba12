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
