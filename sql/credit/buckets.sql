-- One row per way in which a loan may stand, from the best to the worst.
-- Key: place.
-- From `low` days late on, up to below `high`. After that come those that are
-- no more, and those of which nobody says.
select * from (
    values
        (0, 'current', 0, 1), (1, 'late_1', 1, 30), (2, 'late_30', 30, 60),
        (3, 'late_60', 60, 90), (4, 'late_90', 90, null),
        (5, 'written_off', null, null), (6, 'closed', null, null),
        (7, 'unknown', null, null)
) as listed (place, late, low, high)
