-- One row per segment that there may be: its place, best first.
select segment, min(place) as place
from rfm.segment_rules
group by segment
union all
select segment, place
from (
    values ('other', 999), ('prospects', 1000), ('not_known', 1001)
) as further (segment, place)
