-- One row per cluster and feature that sets it apart, the most telling first.
-- Key: cluster, place.
-- What is half a step from the middle of all sets apart, and three at most. Of
-- what is 0 for most customers steps say little: a high one must have half as
-- much again as all have and be there in a tenth of the cluster, a low one the
-- reverse, and be there in a tenth of all.
with

apart as (
    select
        centres.cluster,
        centres.feature,
        (centres.value - features.middle) / nullif(features.spread, 0) as steps
    from segments.centres as centres
    join segments.features as features
        on features.feature = centres.feature
),

telling as (
    select
        cluster,
        feature,
        2 * all_present <= all_known and all_below = 0 as mostly_none,
        total / nullif(known, 0) as mean,
        all_total / nullif(all_known, 0) as mean_of_all,
        present >= 0.1 * known as there,
        all_present >= 0.1 * all_known as there_in_all
    from segments.presence
)

select
    apart.cluster,
    row_number() over (
        partition by apart.cluster order by abs(steps) desc, apart.feature
    ) as place,
    case
        when contains(apart.feature, '.') and steps > 0
            then apart.feature || ' ↑'
        when contains(apart.feature, '.') then apart.feature || ' ↓'
        when steps > 0 then apart.feature || '_high'
        else apart.feature || '_low'
    end as trait
from apart
left join telling
    on telling.cluster = apart.cluster and telling.feature = apart.feature
where abs(steps) >= 0.5
    and case
        when not coalesce(mostly_none, false) then true
        when steps > 0 then there and mean >= 1.5 * mean_of_all
        else there_in_all and 1.5 * mean <= mean_of_all
    end
qualify place <= 3
