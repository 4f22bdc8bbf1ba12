-- One row per two segments by rule: how many of one are in the other, roughly.
-- Key: name, other.
-- In quarters, so that beside other figures it gives no small group away.
select
    place,
    name,
    other_place,
    other,
    all_people,
    case
        when share < 0.25 then 'quarter'
        when share < 0.5 then 'half'
        when share < 0.75 then 'more'
        when share <= 1 then 'most'
    end as extent
from segments.overlaps
