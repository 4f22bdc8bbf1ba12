-- One row per day, part of the sales and axis: the cut-offs of its scores.
-- Key: moment, dimension, value, axis.
-- Quantile thresholds as the R package rfm has them: type-7 quantiles plus 1,
-- each day's and each part's own. Cut-offs of the pipeline are one for all. An
-- axis scored by ntile has none.
with

buyers as (
    select * from rfm.histories where orders > 0
),

measures as (
    select moment, dimension, value, 'r' as axis,
        cast(last_age as double) as size
    from buyers
    where $rfm_r = 'quantile'
    union all
    select moment, dimension, value, 'f' as axis,
        cast(frequency as double) as size
    from buyers
    where $rfm_f = 'quantile'
    union all
    select moment, dimension, value, 'm' as axis,
        cast(money as double) as size
    from buyers
    where $rfm_m = 'quantile'
),

parts as (
    select moment, 'all' as dimension, 'all' as value from rfm.days
    union all
    select distinct 'now' as moment, dimension, value from rfm.parts
)

select
    moment,
    dimension,
    value,
    axis,
    $rfm_top - 1 as cuts,
    1 + percentile_cont(1.0 / $rfm_top) within group (order by size) as c1,
    1 + percentile_cont(2.0 / $rfm_top) within group (order by size) as c2,
    1 + percentile_cont(3.0 / $rfm_top) within group (order by size) as c3,
    case when $rfm_top > 4
        then 1 + percentile_cont(4.0 / $rfm_top) within group (order by size)
    end as c4
from measures
group by moment, dimension, value, axis
union all
select
    parts.moment,
    parts.dimension,
    parts.value,
    given.axis,
    count(*) as cuts,
    max(given.cut) filter (where given.place = 1) as c1,
    max(given.cut) filter (where given.place = 2) as c2,
    max(given.cut) filter (where given.place = 3) as c3,
    max(given.cut) filter (where given.place = 4) as c4
from settings.rfm_cuts as given
cross join parts
group by parts.moment, parts.dimension, parts.value, given.axis
