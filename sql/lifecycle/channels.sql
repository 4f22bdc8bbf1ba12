-- One row per acquisition channel, of customers whose first year is over.
-- Key: kind, channel.
-- The largest twelve channels, the rest of them together, and those whose
-- channel is unknown: kind says which, and channel is null but where it is
-- named. Repeaters came back within $lifecycle_repeat_days days; revenue is
-- that of the first 365 days.
with

firsts as (
    select
        purchases.customer_id,
        purchases.first_day,
        purchases.second_day,
        nullif(trim(customers.acquisition_channel), '') as channel
    from lifecycle.purchases as purchases
    join crm.customers as customers
        on customers.customer_id = purchases.customer_id
    where date_diff('day', purchases.first_day, $as_of::date) >= 365
),

brought as (
    select
        firsts.customer_id,
        sum(sales.amount) as revenue
    from firsts
    join crm.sales as sales on sales.customer_id = firsts.customer_id
    where date_diff('day', firsts.first_day, sales.day) < 365
        and sales.day <= $as_of::date
    group by firsts.customer_id
),

channels as (
    select
        firsts.channel,
        count(*) as people,
        count(*) filter (
            where date_diff('day', firsts.first_day, firsts.second_day)
                <= $lifecycle_repeat_days
        ) as repeaters,
        sum(brought.revenue) as revenue
    from firsts
    join brought on brought.customer_id = firsts.customer_id
    group by firsts.channel
),

placed as (
    select
        *,
        case
            when channel is null then 'unknown'
            when row_number() over (
                partition by channel is null order by people desc, channel
            ) <= 12 then 'named'
            else 'rest'
        end as kind
    from channels
)

select
    case when kind = 'named' then channel end as channel,
    kind,
    sum(people)::bigint as people,
    sum(repeaters)::bigint as repeaters,
    (sum(repeaters) / sum(people))::decimal(18, 6) as share,
    (sum(revenue) / sum(people))::decimal(18, 4) as revenue_per_person
from placed
where exists (select 1 from channels where channel is not null)
group by kind, case when kind = 'named' then channel end
