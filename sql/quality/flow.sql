-- One row per source and way out of it, where rows of it were not kept.
with

rows as (
    select source, 1 as place, 'quarantined' as disposition, rows_in,
        quarantined as rows
    from quality.sources
    union all
    select source, 2, 'excluded', rows_in, excluded
    from quality.sources
    union all
    select source, 3, 'superseded', rows_in, superseded
    from quality.sources
)

select
    source,
    place,
    disposition,
    rows,
    coalesce(rows::double / nullif(rows_in, 0), 0)::decimal(18, 6) as share
from rows
qualify sum(rows) over (partition by source) > 0
