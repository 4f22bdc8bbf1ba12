-- One row per acquisition channel or year: what its mean customer will bring.
-- Working table.
-- The interval of 90 % is of what the mean of these customers will come to:
-- beside what is not known of the expectation it has the chance of each of
-- them. payback_months is when the mean customer had brought
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
),

sums as (
    select
        acquired.dimension,
        acquired.part,
        count(*) as people,
        sum(scores.clv) as clv,
        min(scores.clv) as least,
        case when count(scores.clv_low) = count(*)
            then sum(scores.clv - scores.clv_low) end::double as below,
        case when count(scores.clv_high) = count(*)
            then sum(scores.clv_high - scores.clv) end::double as above,
        case when count(chances.variance) = count(*)
            then 2.705543454095404 * sum(chances.variance)::double
        end as chance
    from value.acquired as acquired
    join value.scores as scores
        on scores.customer_id = acquired.customer_id
    left join value.chances as chances
        on chances.customer_id = acquired.customer_id
    group by acquired.dimension, acquired.part
),

ends as (
    select
        *,
        (clv::double - sqrt(below * below + chance)) / people as low,
        (clv::double + sqrt(above * above + chance)) / people as high
    from sums
)

select
    ends.dimension,
    ends.part,
    ends.people,
    (ends.clv / ends.people)::decimal(18, 4) as clv,
    round(
        case when ends.least >= 0 and ends.low < 0 then 0 else ends.low end, 4
    )::decimal(18, 4) as clv_low,
    round(ends.high, 4)::decimal(18, 4) as clv_high,
    ends.clv::decimal(18, 4) as value,
    paid.payback_months,
    case
        when $economics_cost_per_acquisition is null then 'none'
        when paid.payback_months is not null then 'paid'
        when paid.seen is not null then 'open'
        else 'few'
    end as payback
from ends
left join paid on paid.dimension = ends.dimension and paid.part = ends.part
