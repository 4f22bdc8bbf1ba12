-- One row per combination of sources and source in it: customers in just these.
-- Key: combination, source.
with

numbered as (
    select source, row_number() over (order by source) as place
    from (select distinct source from identity.members) as sources
),

customers as (
    select
        members.customer_id,
        bit_or(pow(2, numbered.place - 1)::bigint) as combination
    from identity.members as members
    join numbered on numbered.source = members.source
    group by members.customer_id
),

combinations as (
    select combination, count(*) as people
    from customers
    group by combination
)

select
    combinations.combination,
    numbered.source,
    count(*) over (partition by combinations.combination) as size,
    combinations.people
from combinations
join numbered
    on floor(combinations.combination / pow(2, numbered.place - 1)) % 2 = 1
