-- One row per customer and month with an order or a return as of $as_of.
-- Working table.
-- What is dated before the first order counts in the month of that order.
select
    sales.customer_id,
    purchases.cohort,
    greatest(
        date_trunc('month', sales.day)::date, purchases.cohort
    ) as month,
    count(*) filter (where sales.kind = 'order') as orders,
    sum(sales.amount)::decimal(18, 4) as revenue
from crm.sales as sales
join lifecycle.purchases as purchases
    on purchases.customer_id = sales.customer_id
where sales.day <= $as_of::date and purchases.cohort is not null
group by all
