-- One row per number of records that make one customer, 6 standing for more.
with

customers as (
    select
        customer_id,
        count(*) as records
    from identity.members
    group by customer_id
),

sizes as (
    select
        least(records, 6) as size,
        count(*) as people,
        sum(records)::bigint as records
    from customers
    group by size
)

select
    size,
    case when size = 6 then 'more' else size::varchar end as known_by,
    people,
    (people::double / sum(people) over ())::decimal(18, 6) as share,
    records
from sizes
