-- One row per figure of the strip; without a place only for the next run.
with

members as (
    select
        count(*) as records,
        count(distinct customer_id) as customers,
        count(distinct source) as sources
    from identity.members
)

select
    'identity.customers' as figure,
    customers::decimal(18, 4) as value,
    'people' as unit,
    'up' as good,
    1 as place
from members
union all
select 'identity.records', records::decimal(18, 4), 'count', null, null
from members
union all
select 'identity.sources', sources::decimal(18, 4), 'count', null, null
from members
