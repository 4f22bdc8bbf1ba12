-- One row per order or customer of an extreme amount as of $as_of.
-- Key: what, customer_id, source, order_id.
-- By the rule of value.bounds, over orders and over customers' net revenue;
-- score is the modified z-score, its limit 3.5, and counted what the spend
-- model takes of an order.
with

customers as (
    select customer_id, net, ln(net::double) as size
    from value.money
    where net > 0
),

middle as (
    select count(*) as people, median(size) as middle from customers
),

spread as (
    select
        middle.people,
        middle.middle,
        1.4826 * median(abs(customers.size - middle.middle)) as spread
    from middle
    cross join customers
    group by middle.people, middle.middle
),

found as (
    select
        'order' as what,
        sales.source,
        sales.order_id,
        sales.customer_id,
        sales.day,
        sales.amount,
        bounds.typical,
        bounds.bound,
        (ln(sales.amount::double) - bounds.middle) / bounds.spread as score
    from value.sales as sales
    cross join value.bounds as bounds
    where bounds.look = 0 and sales.kind = 'order'
        and sales.amount > bounds.bound
    union all
    select
        'customer',
        null,
        null,
        customers.customer_id,
        null,
        customers.net,
        round(exp(middle), 4)::decimal(18, 4),
        round(exp(middle + 3.5 * spread), 2)::decimal(18, 4),
        (customers.size - middle) / spread
    from customers
    cross join spread
    where people >= 30 and spread > 1e-9
        and customers.net > round(exp(middle + 3.5 * spread), 2)
            ::decimal(18, 4)
)

select
    what,
    source,
    order_id,
    customer_id,
    day,
    amount,
    typical,
    bound,
    round(score, 2)::decimal(9, 2) as score,
    case
        when what = 'order' and $value_outliers = 'cap' then bound
        when what = 'order' then amount
    end as counted
from found
