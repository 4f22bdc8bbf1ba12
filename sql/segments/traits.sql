-- One row per cluster and feature that sets it apart, the most telling first.
-- Key: cluster, place.
-- What is half a step from the middle of all sets apart, and three at most.
select
    cluster,
    row_number() over (
        partition by cluster order by abs(centre) desc, feature
    ) as place,
    case
        when contains(feature, '.') and centre > 0 then feature || ' ↑'
        when contains(feature, '.') then feature || ' ↓'
        when centre > 0 then feature || '_high'
        else feature || '_low'
    end as trait
from segments.centres
where abs(centre) >= 0.5
qualify place <= 3
