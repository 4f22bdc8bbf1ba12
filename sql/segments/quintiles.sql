-- One row per grouped customer: the sum of its quintiles by plain RFM.
-- Working table.
-- 15 are the latest, most frequent and best buyers, 3 their opposite; equal
-- figures have equal quintiles.
with

placed as (
    select
        points.customer_id,
        measures.monetary,
        percent_rank() over (order by measures.recency desc nulls first) as r,
        percent_rank() over (order by measures.frequency nulls first) as f,
        percent_rank() over (order by measures.monetary nulls first) as m
    from segments.points as points
    left join segments.measures as measures
        on measures.customer_id = points.customer_id
)

select
    customer_id,
    monetary,
    cast(
        3 + least(floor(5 * r), 4) + least(floor(5 * f), 4)
            + least(floor(5 * m), 4) as integer
    ) as rfm
from placed
