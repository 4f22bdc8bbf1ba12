-- One row per customer as of $as_of: how often and how lately they have bought.
-- Key: customer_id.
-- By customer: crm.customers, crm.sales.
-- Purchases are days with an order; _90 and _365 count so many days to $as_of.
-- gap_spread is the standard deviation of the days between purchases over their
-- mean, days_over_gap the days since the last over that mean; order_trend is
-- the last 180 days' part of the purchases of 360, .5 where nothing changed.
with

days as (
    select
        customer_id,
        day,
        date_diff('day', day, $as_of::date) as age,
        date_diff(
            'day',
            lag(day) over (partition by customer_id order by day),
            day
        ) as gap
    from crm.sales
    where kind = 'order' and customer_id is not null and day <= $as_of::date
    group by customer_id, day
),

sums as (
    select
        customer_id,
        count(*) as purchases,
        count(*) filter (where age < 90) as purchases_90,
        count(*) filter (where age < 365) as purchases_365,
        min(age) as days_since_order,
        max(age) as days_since_first_order,
        (sum(gap) / count(gap))::decimal(9, 2) as mean_gap,
        case when count(gap) > 1 and sum(gap) > 0 then sqrt(
            (count(gap) * sum(gap * gap) - sum(gap) * sum(gap))::double
            / (count(gap) * (count(gap) - 1))
        ) * count(gap) / sum(gap) end::decimal(9, 4) as gap_spread,
        case when sum(gap) > 0 then min(age) * count(gap) / sum(gap) end
            ::decimal(12, 4) as days_over_gap,
        case when count(*) filter (where age < 360) > 0
            then count(*) filter (where age < 180)
                / count(*) filter (where age < 360)
        end::decimal(9, 4) as order_trend
    from days
    group by customer_id
)

select
    customers.customer_id,
    coalesce(purchases, 0) as purchases,
    coalesce(purchases_90, 0) as purchases_90,
    coalesce(purchases_365, 0) as purchases_365,
    days_since_order,
    days_since_first_order,
    mean_gap,
    gap_spread,
    days_over_gap,
    order_trend
from crm.customers as customers
left join sums on sums.customer_id = customers.customer_id
where coalesce(customers.created_on <= $as_of::date, true)
    or sums.customer_id is not null
