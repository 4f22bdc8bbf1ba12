-- One row per segment that there may be: its place, and whether it is the best.
-- Only names that say so are known to be the best.
select
    segment,
    min(place) as place,
    min(place) = 1 and segment in ('champions', 'premium') as best
from rfm.segment_rules
group by segment
union all
select segment, place, false as best
from (
    values ('other', 999), ('prospects', 1000), ('not_known', 1001)
) as further (segment, place)
