-- One row per tenth of the customers who bought in 12 months, best first.
with

ranked as (
    select
        year as money,
        ntile(10) over (order by year desc, customer_id) as decile
    from rfm.totals
    where year is not null
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
    (money / nullif(sum(money) over (), 0))::decimal(18, 6) as share
from deciles
