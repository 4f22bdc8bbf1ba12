-- One row per source of contacts: its records and the customers they became.
with

records as (
    select source, count(*) as records
    from identity.members
    group by source
),

customers as (
    select source, sum(people)::bigint as people
    from identity.combinations
    group by source
)

select
    records.source,
    records.records,
    customers.people
from records
join customers on customers.source = records.source
