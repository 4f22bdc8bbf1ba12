-- One row per day, part of the sales, axis and score that has thresholds.
-- Working table.
-- Few days of recency make a high score; an axis scored by ntile has no rows.
with

intervals as (
    select moment, dimension, value, axis, place,
        lag(cut) over (
            partition by moment, dimension, value, axis order by place
        ) as lower,
        cut as upper
    from rfm.cuts
    union all
    select moment, dimension, value, axis, max(place) + 1 as place,
        max(cut) as lower, null as upper
    from rfm.cuts
    group by moment, dimension, value, axis
)

select
    moment,
    dimension,
    value,
    axis,
    case
        when axis = 'r' then 1 - place
            + max(place) over (partition by moment, dimension, value, axis)
        else place
    end as score,
    lower,
    upper
from intervals
