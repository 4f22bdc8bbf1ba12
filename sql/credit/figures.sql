-- One row per figure of the strip.
select
    'credit.applicants' as figure,
    people::decimal(18, 4) as value,
    null::decimal(18, 4) as low,
    null::decimal(18, 4) as high,
    'people' as unit,
    null as good,
    null::integer as place,
    null as among
from credit.states
where state = 'known'
