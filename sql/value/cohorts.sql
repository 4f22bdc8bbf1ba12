-- One row per year of the first purchase: what its mean customer will bring.
select
    part as cohort,
    people,
    clv,
    clv_low,
    clv_high,
    value,
    payback_months,
    payback
from value.groups
where dimension = 'cohort'
