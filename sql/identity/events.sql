-- One row per thing that happened to a customer's id since the run before.
-- Key: customer_id, event, other_id.
-- created, returned: the id is new, or back; split: new, mostly of the other;
-- merged: it was given up for the other; moved: further records of it went over
-- to the other; retired: its records are gone. A first run has no events.
with

ids as (
    select
        owners.customer_id,
        owners.known,
        claims.customer_id as before_id,
        coalesce(claims.records, 0) as records
    from identity.owners as owners
    left join identity.claims as claims
        on claims.cluster = owners.cluster
),

news as (
    select customer_id, before_id as other_id, records
    from ids
    where not known
    qualify row_number() over (
        partition by customer_id
        order by records desc, before_id
    ) = 1
),

kept as (
    select distinct customer_id
    from ids
    where known
),

went as (
    select ids.before_id, ids.customer_id, ids.records
    from ids
    where ids.before_id <> ids.customer_id
),

lost as (
    select earlier.customer_id
    from state.customers as earlier
    left join kept on kept.customer_id = earlier.customer_id
    where earlier.status = 'current' and kept.customer_id is null
),

heirs as (
    select lost.customer_id, went.customer_id as other_id, went.records
    from lost
    join went on went.before_id = lost.customer_id
    qualify row_number() over (
        partition by lost.customer_id
        order by went.records desc, went.customer_id
    ) = 1
),

happened as (
    select
        news.customer_id,
        case
            when news.other_id is not null then 'split'
            when earlier.customer_id is not null then 'returned'
            else 'created'
        end as event,
        news.other_id,
        news.records
    from news
    left join state.customers as earlier
        on earlier.customer_id = news.customer_id
    union all
    select customer_id, 'merged', other_id, records
    from heirs
    union all
    select lost.customer_id, 'retired', null, 0
    from lost
    left join went on went.before_id = lost.customer_id
    where went.before_id is null
    union all
    select went.before_id, 'moved', went.customer_id, went.records
    from went
    left join news
        on news.customer_id = went.customer_id
        and news.other_id = went.before_id
    left join heirs
        on heirs.customer_id = went.before_id
        and heirs.other_id = went.customer_id
    where news.customer_id is null and heirs.customer_id is null
)

select customer_id, event, other_id, records
from happened
where exists (select 1 from state.customers)
