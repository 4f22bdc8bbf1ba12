-- One row per tenth of the customers who bought in 12 months, best first.
with

customers as (
    select
        customer_id,
        sum(amount) as money
    from crm.sales
    where customer_id is not null
        and date_diff('day', day, $as_of::date) between 0 and 364
    group by customer_id
),

ranked as (
    select
        money,
        ntile(10) over (order by money desc, customer_id) as decile
    from customers
),

deciles as (
    select
        decile,
        count(*) as people,
        sum(money)::decimal(18, 4) as money
    from ranked
    group by decile
)

select
    decile,
    people,
    money,
    (money / nullif(sum(money) over (), 0))::decimal(9, 6) as share
from deciles
