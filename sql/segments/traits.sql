-- One row per cluster and feature that sets it apart, the most telling first.
-- Key: cluster, place.
-- What is half a step from the middle of all sets apart, and three at most.
select
    cluster,
    row_number() over (
        partition by cluster order by abs(centre) desc, feature
    ) as place,
    feature || case when centre > 0 then '_high' else '_low' end as trait
from segments.centres
where abs(centre) >= 0.5
qualify place <= 3
