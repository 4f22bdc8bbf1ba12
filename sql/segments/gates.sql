-- One row per gate of the clusters: its value and the most that it may be.
-- Key: gate.
select
    'moved' as gate,
    coalesce(max(100 * moved), 0)::double as value,
    $segments_moved_max_pct::double as threshold,
    'percent of the way to the next cluster that one has moved since it was'
        || ' found'
        || coalesce(': cluster ' || max_by(cluster, moved), '') as meaning
from segments.clusters
union all
select
    'shifted',
    coalesce(max(abs(100 * (part - part_found))), 0)::double,
    $segments_shifted_max_points::double,
    'percentage points by which the share of a cluster has changed since'
        || coalesce(
            ': cluster ' || max_by(cluster, abs(part - part_found)), ''
        )
from segments.clusters
union all
select
    'features_lost',
    count(*)::double,
    0::double,
    'features of the clusters that are known of few customers today'
        || coalesce(': ' || string_agg(kept.feature, ', ' order by place), '')
from segments.features as kept
join (
    select feature, state as state_now, known as known_now
    from segments.observed
) as today on today.feature = kept.feature
where state = 'used'
    and (state_now <> 'used' or known_now < known / 2)
union all
select
    'features_new',
    count(*)::double,
    null,
    'features that were left out when the clusters were found, known today'
        || coalesce(': ' || string_agg(kept.feature, ', ' order by place), '')
from segments.features as kept
join (
    select feature, state as state_now
    from segments.observed
) as today on today.feature = kept.feature
where state <> 'used' and state_now = 'used'
union all
select
    'model_fitted',
    case when fitted and reason <> 'first' then 1 else 0 end::double,
    null,
    case
        when fitted then 'clusters found anew; reason: ' || reason
        else 'clusters kept'
    end
from segments.model
