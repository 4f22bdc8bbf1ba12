-- One row per figure kept for the next run.
select
    'quality.put_aside' as figure,
    coalesce(
        sum(quarantined)::double / nullif(sum(rows_in), 0), 0
    )::decimal(18, 4) as value,
    'share' as unit,
    'down' as good,
    null::integer as place
from quality.sources
