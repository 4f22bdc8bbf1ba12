-- One row per customer id ever given: whose it is, or what became of it.
-- Key: customer_id.
with

owned as (
    select customer_id, count(*) as records
    from identity.members
    group by customer_id
),

heirs as (
    select customer_id, other_id
    from identity.events
    where event = 'merged'
),

known as (
    select
        coalesce(owned.customer_id, earlier.customer_id) as customer_id,
        earlier.since,
        coalesce(passed.other_id, earlier.merged_into) as merged_into,
        owned.records,
        heirs.other_id
    from state.customers as earlier
    full join owned on owned.customer_id = earlier.customer_id
    left join heirs on heirs.customer_id = earlier.customer_id
    left join heirs as passed on passed.customer_id = earlier.merged_into
)

select
    customer_id,
    coalesce(since, $as_of::date) as since,
    case
        when records is not null then 'current'
        when coalesce(other_id, merged_into) is not null then 'merged'
        else 'retired'
    end as status,
    case when records is null then coalesce(other_id, merged_into) end
        as merged_into,
    coalesce(records, 0) as records
from known
