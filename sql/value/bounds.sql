-- One row per look: the amount from which an order was extreme by then.
-- Key: look.
-- 3.5 robust standard deviations above the median of the logarithms of amounts
-- above 0 (modified z-score, Iglewicz and Hoaglin 1993: 1.4826 times the median
-- deviation). null: fewer than 30 orders, or half of them of one amount.
with

orders as (
    select looks.look, ln(sales.amount::double) as size
    from value.sales as sales
    join value.looks as looks on sales.day <= looks.day
    where sales.kind = 'order' and sales.amount > 0
        and (looks.look = 0 or $value_outliers = 'cap')
),

middles as (
    select look, count(*) as orders, median(size) as middle
    from orders
    group by look
),

spreads as (
    select
        middles.look,
        middles.orders,
        middles.middle,
        1.4826 * median(abs(orders.size - middles.middle)) as spread
    from middles
    join orders on orders.look = middles.look
    group by middles.look, middles.orders, middles.middle
)

select
    look,
    orders,
    round(exp(middle), 4)::decimal(18, 4) as typical,
    middle,
    spread,
    case when orders >= 30 and spread > 1e-9
        then round(exp(middle + 3.5 * spread), 2)
    end::decimal(18, 4) as bound
from spreads
