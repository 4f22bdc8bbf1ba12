-- One row per acquisition channel: what its mean customer will bring.
select
    part as channel,
    people,
    clv,
    clv_low,
    clv_high,
    value,
    payback_months,
    payback
from value.groups
where dimension = 'channel'
