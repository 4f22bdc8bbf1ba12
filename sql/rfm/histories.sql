-- One row per day, part of the sales and customer: when and how much by then.
-- Key: moment, dimension, value, customer_id.
-- The parts are all sales and, on the day of the run, each channel and category
-- that is asked for. Ages are in days before the day. Customers are those of
-- today on both days.
with

sales as (
    select
        days.moment,
        'all' as dimension,
        'all' as value,
        sales.customer_id,
        sales.day,
        sales.kind,
        sales.amount
    from crm.sales as sales
    join rfm.days as days on sales.day <= days.day
    where sales.customer_id is not null
    union all
    select 'now' as moment, dimension, value, customer_id, day, kind, amount
    from rfm.parts
),

daily as (
    select
        moment,
        dimension,
        value,
        customer_id,
        day,
        count(*) filter (where kind = 'order') as orders,
        sum(amount) as amount
    from sales
    group by moment, dimension, value, customer_id, day
),

aged as (
    select daily.*, date_diff('day', daily.day, days.day) as age
    from daily
    join rfm.days as days on days.moment = daily.moment
),

customers as (
    select
        moment,
        dimension,
        value,
        customer_id,
        sum(orders)::bigint as orders,
        count(*) filter (where orders > 0) as days,
        coalesce(sum(orders) filter (where age <= 364), 0)::bigint
            as orders_in_year,
        min(day) filter (where orders > 0) as first_day,
        max(age) filter (where orders > 0) as first_age,
        min(age) filter (where orders > 0) as last_age,
        sum(amount) as money,
        sum(amount) filter (where age <= 364) as year,
        sum(amount) filter (where age between 365 and 729) as year_before
    from aged
    group by moment, dimension, value, customer_id
)

select
    *,
    case when $rfm_frequency = 'days' then days else orders end as frequency
from customers
