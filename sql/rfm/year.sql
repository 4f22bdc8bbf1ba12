-- One row: the 12 months to $as_of, the 12 before, and the difference's noise.
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

customers as (
    select
        customer_id,
        count(*) filter (where kind = 'order' and age <= 364) as orders,
        coalesce(sum(amount) filter (where age <= 364), 0) as year,
        coalesce(
            sum(amount) filter (where age between 365 and 729), 0
        ) as year_before,
        coalesce(max(age) filter (where kind = 'order'), 0) as known_for
    from sales
    group by customer_id
),

differences as (
    select
        *,
        ((year - year_before) * (year - year_before))::decimal(38, 4) as square
    from customers
)

select
    count(*) as buyers,
    count(*) filter (where orders > 0) as active,
    count(*) filter (where year_before > 0) as active_before,
    coalesce(sum(year), 0)::decimal(18, 4) as revenue,
    coalesce(sum(year_before), 0)::decimal(18, 4) as revenue_before,
    count(*) filter (where orders > 0 and known_for <= 364) as new_people,
    coalesce(
        sum(year) filter (where known_for <= 364), 0
    )::decimal(18, 4) as new_money,
    sqrt(coalesce(sum(square), 0)::double) as noise
from differences
