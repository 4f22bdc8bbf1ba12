-- One row per channel or category and segment in it: people, and their revenue.
-- Key: dimension, value, segment.
-- The revenue is that of 12 months, in the channel or category.
select
    scored.dimension,
    scored.value,
    min(places.place) as place,
    scored.segment,
    count(*) as people,
    sum(coalesce(histories.year, 0))::decimal(18, 4) as money
from rfm.scored as scored
join rfm.histories as histories
    on histories.moment = scored.moment
    and histories.dimension = scored.dimension
    and histories.value = scored.value
    and histories.customer_id = scored.customer_id
join rfm.places as places on places.segment = scored.segment
where scored.dimension <> 'all'
group by scored.dimension, scored.value, scored.segment
