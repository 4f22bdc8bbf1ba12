-- One row per cluster and feature that sets it apart, the most telling first.
-- Key: cluster, place.
-- What is half a step from the middle of all sets apart, and three at most.
with

apart as (
    select
        centres.cluster,
        centres.feature,
        (centres.value - features.middle) / nullif(features.spread, 0) as steps
    from segments.centres as centres
    join segments.features as features
        on features.feature = centres.feature
)

select
    cluster,
    row_number() over (
        partition by cluster order by abs(steps) desc, feature
    ) as place,
    case
        when contains(feature, '.') and steps > 0 then feature || ' ↑'
        when contains(feature, '.') then feature || ' ↓'
        when steps > 0 then feature || '_high'
        else feature || '_low'
    end as trait
from apart
where abs(steps) >= 0.5
qualify place <= 3
