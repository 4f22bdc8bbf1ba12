-- One row per address or number that more than three people seem to share.
-- Key: kind, value.
select
    "column" as kind,
    value,
    people as names,
    records
from identity.values
where "column" in ('email', 'phone', 'loyalty_number')
    and people > 3
