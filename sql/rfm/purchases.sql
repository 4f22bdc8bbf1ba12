-- One row per customer with at least one purchase as of $as_of.
with

sales as (
    select * from crm.sales
    where customer_id is not null and day <= $as_of::date
),

orders as (
    select
        customer_id,
        date_diff('day', max(day), $as_of::date) as recency_days,
        count(distinct day) as days,
        count(*) as orders
    from sales
    where kind = 'order'
    group by customer_id
),

money as (
    select customer_id, sum(amount) as monetary
    from sales
    group by customer_id
)

select
    orders.customer_id,
    orders.recency_days,
    case when $rfm_frequency = 'days' then days else orders end as frequency,
    money.monetary
from orders
join money on money.customer_id = orders.customer_id
