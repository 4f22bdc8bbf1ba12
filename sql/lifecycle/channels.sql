-- One row per acquisition channel, of customers whose first year is over.
-- The largest twelve channels, and the others together. Repeaters came back
-- within $lifecycle_repeat_days days; revenue is that of the first 365 days.
with

firsts as (
    select
        purchases.customer_id,
        purchases.first_day,
        purchases.second_day,
        coalesce(nullif(trim(customers.acquisition_channel), ''), 'unknown')
            as channel
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

named as (
    select
        *,
        case
            when row_number() over (order by people desc, channel) <= 12
                then channel
            else 'other'
        end as kept
    from channels
)

select
    kept as channel,
    sum(people)::bigint as people,
    sum(repeaters)::bigint as repeaters,
    (sum(repeaters) / sum(people))::decimal(18, 6) as share,
    (sum(revenue) / sum(people))::decimal(18, 4) as revenue_per_person
from named
where exists (select 1 from channels where channel <> 'unknown')
group by kept
