-- One row per reason for being at a stage.
select * from (
    values
        (1, 'awareness', 'never', 'known'),
        (1, 'awareness', 'never', 'interested'),
        (2, 'acquisition', 'active', 'first_purchase'),
        (2, 'acquisition', 'active', 'not_back'),
        (3, 'retention', 'active', 'no_sign'),
        (3, 'retention', 'active', 'complaint'),
        (3, 'retention', 'active', 'open_ticket'),
        (3, 'retention', 'active', 'low_rating'),
        (3, 'retention', 'active', 'bad_review'),
        (3, 'retention', 'active', 'returns'),
        (4, 'satisfaction', 'active', 'good_rating'),
        (4, 'satisfaction', 'active', 'good_review'),
        (5, 'loyalty', 'active', 'engaged'),
        (5, 'loyalty', 'active', 'refers'),
        (5, 'loyalty', 'active', 'engaged_refers'),
        (6, 'lapsed', 'inactive', 'once'),
        (6, 'lapsed', 'inactive', 'repeat')
) as rules (place, stage, standing, reason)
