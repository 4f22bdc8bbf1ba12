-- One row per channel or category and segment in it: people, and their revenue.
-- Key: dimension, value, segment.
-- The revenue is that of 12 months, in the channel or category; payers are
-- those who brought it, in tens, or 1 where they are fewer.
select
    graded.dimension,
    graded.value,
    min(places.place) as place,
    graded.segment,
    count(*) as people,
    greatest(
        10 * floor(count(*) filter (where histories.year <> 0) / 10)::bigint,
        least(count(*) filter (where histories.year <> 0), 1)
    ) as payers,
    sum(coalesce(histories.year, 0))::decimal(18, 4) as money
from rfm.graded as graded
join rfm.histories as histories
    on histories.moment = graded.moment
    and histories.dimension = graded.dimension
    and histories.value = graded.value
    and histories.customer_id = graded.customer_id
join rfm.places as places on places.segment = graded.segment
where graded.dimension <> 'all'
group by graded.dimension, graded.value, graded.segment
