-- One row per acquisition channel or year: what its mean customer will bring.
-- Working table.
-- The ends of the interval are the means of the customers' ends: rather too
-- wide than too narrow. payback_months is when the mean customer had brought
-- $economics_cost_per_acquisition.
with

paid as (
    select
        dimension,
        part,
        max(months) as seen,
        min(months) filter (
            where so_far >= $economics_cost_per_acquisition
        ) as payback_months
    from value.payback
    group by dimension, part
)

select
    acquired.dimension,
    acquired.part,
    count(*) as people,
    (sum(scores.clv) / count(*))::decimal(18, 4) as clv,
    (sum(scores.clv_low) / count(scores.clv_low))::decimal(18, 4) as clv_low,
    (sum(scores.clv_high) / count(scores.clv_high))::decimal(18, 4)
        as clv_high,
    sum(scores.clv)::decimal(18, 4) as value,
    max(paid.payback_months) as payback_months,
    case
        when $economics_cost_per_acquisition is null then 'none'
        when max(paid.payback_months) is not null then 'paid'
        when max(paid.seen) is not null then 'open'
        else 'few'
    end as payback
from value.acquired as acquired
join value.scores as scores on scores.customer_id = acquired.customer_id
left join paid
    on paid.dimension = acquired.dimension
    and paid.part = acquired.part
group by acquired.dimension, acquired.part
