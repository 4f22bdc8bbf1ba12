-- One row per gate of the room: passed where value is at most the threshold.
-- A gate without a threshold only tells. Cells are written r-f-m.
select
    'segments_complete' as gate,
    count(*) as value,
    case when $rfm_complete then 0 end as threshold,
    'cells of the segment table that no rule names'
        || coalesce(
            ': ' || string_agg(
                r || '-' || f || '-' || m, ' ' order by r, f, m
            ),
            ''
        ) as meaning
from rfm.missed_cells
