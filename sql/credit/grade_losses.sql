-- One row per grade with running loans: the loss to expect, for the report.
-- Key: place.
select
    place,
    part as grade,
    loans,
    people,
    balance,
    ead,
    expected_loss,
    loss_share,
    lost,
    people_lost
from credit.expected_loss
where cut = 'grade' and people > 0
