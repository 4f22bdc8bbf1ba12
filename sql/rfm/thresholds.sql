-- One row per axis and score that has thresholds: lower <= value < upper.
-- Quantile thresholds as the R package rfm has them: type-7 quantiles plus 1.
-- Few days of recency make a high score; an axis scored by ntile has no rows.
with

measures as (
    select 'r' as axis, cast(recency_days as double) as value
    from rfm.purchases
    where $rfm_r = 'quantile'
    union all
    select 'f' as axis, cast(frequency as double) as value
    from rfm.purchases
    where $rfm_f = 'quantile'
    union all
    select 'm' as axis, cast(monetary as double) as value
    from rfm.purchases
    where $rfm_m = 'quantile'
),

quantiles as (
    select
        axis,
        percentile_cont(1.0 / $rfm_top) within group (order by value) as q1,
        percentile_cont(2.0 / $rfm_top) within group (order by value) as q2,
        percentile_cont(3.0 / $rfm_top) within group (order by value) as q3,
        percentile_cont(4.0 / $rfm_top) within group (order by value) as q4
    from measures
    group by axis
),

cuts as (
    select axis, 1 as place, q1 + 1 as cut from quantiles
    union all
    select axis, 2 as place, q2 + 1 as cut from quantiles
    union all
    select axis, 3 as place, q3 + 1 as cut from quantiles
    union all
    select axis, 4 as place, q4 + 1 as cut from quantiles where $rfm_top > 4
    union all
    select axis, place, cut from settings.rfm_cuts
),

intervals as (
    select axis, place,
        lag(cut) over (partition by axis order by place) as lower, cut as upper
    from cuts
    union all
    select axis, max(place) + 1 as place, max(cut) as lower, null as upper
    from cuts
    group by axis
)

select
    axis,
    case
        when axis = 'r' then max(place) over (partition by axis) + 1 - place
        else place
    end as score,
    lower,
    upper
from intervals
