-- One row per sentence on how records became customers; weight 0: a title only.
with

customers as (
    select
        customer_id,
        count(*) as records
    from identity.members
    group by customer_id
),

totals as (
    select
        count(*) as people,
        coalesce(sum(records), 0)::bigint as records,
        count(*) filter (where records = 1) as single,
        coalesce(max(records), 0) as largest
    from customers
),

facts as (
    select
        case
            when people = 0 then 'identity.news.none'
            when people = records then 'identity.news.no_double'
            else 'identity.news.joined'
        end as message,
        people,
        1 - people::double / nullif(records, 0) as share,
        case when people = 0 then 80 else 20 end as weight,
        'neutral' as direction
    from totals
    union all
    select
        'identity.news.single', single,
        single::double / people, 0, 'neutral'
    from totals
    where people > 0
    union all
    select 'identity.news.largest', largest, null, 32, 'bad'
    from totals
    where largest >= 20
    union all
    select 'identity.news.shared', count(*), null, 15, 'neutral'
    from identity.shared_values
    having count(*) > 0
)

select
    message,
    people::bigint as people,
    null::decimal(18, 4) as money,
    share::decimal(9, 6) as share,
    null::decimal(9, 6) as change,
    null::varchar as label,
    $as_of::date as day,
    weight::double as weight,
    direction,
    'page:identity' as link,
    case
        when message = 'identity.news.single' then 'identity.known_by.1'
    end as about
from facts
