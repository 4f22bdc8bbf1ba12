-- One row per gate of the clusters: its value and the most that it may be.
-- Key: gate.
select
    'moved' as gate,
    coalesce(max(100 * moved), 0)::double as value,
    $segments_moved_max_pct::double as threshold,
    'percent of the way to the next cluster that one has moved'
        || coalesce(': cluster ' || max_by(cluster, moved), '') as meaning
from segments.clusters
union all
select
    'shifted',
    coalesce(max(abs(100 * (part - part_before))), 0)::double,
    $segments_shifted_max_points::double,
    'percentage points by which the share of a cluster has changed'
        || coalesce(
            ': cluster ' || max_by(cluster, abs(part - part_before)), ''
        )
from segments.clusters
union all
select
    'model_fitted',
    case when fitted and reason <> 'first' then 1 else 0 end::double,
    null,
    'clusters found anew; reason: ' || reason
from segments.model
