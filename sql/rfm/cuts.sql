-- One row per day, part of the sales, axis and place: a cut-off of its scores.
-- Working table.
-- Quantile thresholds as the R package rfm has them: type-7 quantiles plus 1,
-- each day's and each part's own. Cut-offs of the pipeline are one for all.
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

quantiles as (
    select
        moment,
        dimension,
        value,
        axis,
        percentile_cont(1.0 / $rfm_top) within group (order by size) as q1,
        percentile_cont(2.0 / $rfm_top) within group (order by size) as q2,
        percentile_cont(3.0 / $rfm_top) within group (order by size) as q3,
        percentile_cont(4.0 / $rfm_top) within group (order by size) as q4
    from measures
    group by moment, dimension, value, axis
),

parts as (
    select moment, 'all' as dimension, 'all' as value from rfm.days
    union all
    select distinct 'now' as moment, dimension, value from rfm.parts
)

select moment, dimension, value, axis, places.place,
    1 + case places.place
        when 1 then q1 when 2 then q2 when 3 then q3 else q4
    end as cut
from quantiles
cross join range(1, 5) as places (place)
where places.place < $rfm_top
union all
select parts.moment, parts.dimension, parts.value, cuts.axis, cuts.place,
    cuts.cut
from settings.rfm_cuts as cuts
cross join parts
