-- One row per axis and score that has thresholds: lower <= value < upper.
-- Few days of recency make a high score; an axis scored by ntile has no rows.
with

intervals as (
    select
        cuts.axis,
        cuts.cuts,
        places.place,
        case places.place
            when 2 then c1 when 3 then c2 when 4 then c3 when 5 then c4
        end as lower,
        case places.place
            when 1 then c1 when 2 then c2 when 3 then c3 when 4 then c4
        end as upper
    from rfm.cuts as cuts
    cross join range(1, 6) as places (place)
    where cuts.moment = 'now' and cuts.dimension = 'all'
        and places.place <= cuts.cuts + 1
)

select
    axis,
    case when axis = 'r' then cuts + 2 - place else place end as score,
    lower,
    upper
from intervals
