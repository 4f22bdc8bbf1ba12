-- One row per figure of the strip.
select
    'value.expected' as figure,
    value as value,
    value_low as low,
    value_high as high,
    'money' as unit,
    'up' as good,
    7 as place,
    'value.customers' as among
from value.base
where value is not null
union all
select
    'value.at_risk',
    overdue_value,
    null, null, 'money', 'down', 8, 'value.overdue'
from value.base
where value is not null
union all
select
    'value.overdue',
    overdue::decimal(18, 4),
    null, null, 'people', null, null, 'value.repeaters'
from value.base
union all
select
    'value.repeaters',
    repeaters::decimal(18, 4),
    null, null, 'people', null, null, 'value.customers'
from value.base
union all
select
    'value.customers',
    people::decimal(18, 4),
    null, null, 'people', null, null, null
from value.base
