-- One row: the 12 months to $as_of, the 12 before, and the difference's noise.
with

customers as (
    select
        customer_id,
        orders_in_year as orders,
        coalesce(year, 0) as year,
        coalesce(year_before, 0) as year_before,
        coalesce(first_age, 0) as known_for
    from rfm.totals
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
