-- One row per customer as of $as_of: orders, returns and revenue so far.
-- Key: customer_id.
-- Whoever became known later and had not bought by then is left out. Purchases
-- are days with an order; _365 is the 365 days to $as_of, that day included.
with

sales as (
    select
        customer_id,
        day,
        kind,
        amount,
        date_diff('day', day, $as_of::date) as age
    from crm.sales
    where customer_id is not null and day <= $as_of::date
),

firsts as (
    select customer_id, min(day) as first_day
    from sales
    where kind = 'order'
    group by customer_id
),

totals as (
    select
        sales.customer_id,
        min(firsts.first_day) as first_day,
        min(day)
            filter (where kind = 'order' and day > first_day) as second_day,
        max(day) filter (where kind = 'order') as last_day,
        count(distinct day) filter (where kind = 'order') as purchases,
        count(distinct day)
            filter (where kind = 'order' and age < 365) as purchases_365,
        sum(amount) as revenue,
        sum(amount) filter (where age < 365) as revenue_365,
        sum(amount) filter (where kind = 'order' and age < 365) as ordered_365,
        sum(-amount)
            filter (where kind = 'return' and age < 365) as returned_365
    from sales
    left join firsts on firsts.customer_id = sales.customer_id
    group by sales.customer_id
)

select
    customers.customer_id,
    totals.first_day,
    totals.second_day,
    totals.last_day,
    date_trunc('month', totals.first_day)::date as cohort,
    coalesce(totals.purchases, 0) as purchases,
    coalesce(totals.purchases_365, 0) as purchases_365,
    coalesce(totals.revenue, 0)::decimal(18, 4) as revenue,
    coalesce(totals.revenue_365, 0)::decimal(18, 4) as revenue_365,
    coalesce(totals.ordered_365, 0)::decimal(18, 4) as ordered_365,
    coalesce(totals.returned_365, 0)::decimal(18, 4) as returned_365
from crm.customers as customers
left join totals on totals.customer_id = customers.customer_id
where totals.first_day is not null
    or customers.created_on is null
    or customers.created_on <= $as_of::date
