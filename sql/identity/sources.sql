-- One row per source of contacts: its records and the customers they became.
with

customers as (
    select
        customer_id,
        count(distinct source) as sources
    from identity.members
    group by customer_id
)

select
    members.source,
    count(*) as records,
    count(distinct members.customer_id) as people,
    count(distinct members.customer_id)
        filter (where customers.sources > 1) as people_elsewhere
from identity.members as members
join customers on customers.customer_id = members.customer_id
group by members.source
