-- One row per customer as of $as_of: what their orders have brought.
-- Key: customer_id.
-- By customer: crm.customers, crm.sales.
-- In the pipeline's currency, goods after discount; revenue is less returns,
-- each on its day. returned_share is of the money of orders, money_trend the
-- last 180 days' part of the orders' money of 360.
with

sales as (
    select
        customer_id,
        kind,
        amount,
        date_diff('day', day, $as_of::date) as age
    from crm.sales
    where customer_id is not null and day <= $as_of::date
),

sums as (
    select
        customer_id,
        sum(amount) as revenue,
        sum(amount) filter (where age < 365) as revenue_365,
        count(*) filter (where kind = 'order') as orders,
        sum(amount) filter (where kind = 'order') as ordered,
        sum(amount) filter (where kind = 'order' and age < 180) as ordered_180,
        sum(amount) filter (where kind = 'order' and age < 360) as ordered_360,
        sum(-amount) filter (where kind = 'return') as returned
    from sales
    group by customer_id
)

select
    customers.customer_id,
    coalesce(revenue, 0)::decimal(18, 4) as revenue,
    coalesce(revenue_365, 0)::decimal(18, 4) as revenue_365,
    coalesce(orders, 0) as orders,
    (ordered / nullif(orders, 0))::decimal(18, 2) as mean_order,
    case when ordered > 0
        then least(coalesce(returned, 0) / ordered, 1)
    end::decimal(9, 4) as returned_share,
    case when ordered_360 > 0
        then least(greatest(coalesce(ordered_180, 0) / ordered_360, 0), 1)
    end::decimal(9, 4) as money_trend
from crm.customers as customers
left join sums on sums.customer_id = customers.customer_id
where coalesce(customers.created_on <= $as_of::date, true)
    or sums.customer_id is not null
