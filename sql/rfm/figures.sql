-- One row per figure of the strip.
with

slipping as (
    select coalesce(sum(money_before), 0)::decimal(18, 4) as money
    from rfm.segments
    where segment in ('at_risk', 'cant_lose', 'about_to_sleep')
)

select
    'rfm.active' as figure,
    active::decimal(18, 4) as value,
    'people' as unit,
    'up' as good,
    2 as place
from rfm.year
union all
select 'rfm.revenue', revenue, 'money', 'up', 3
from rfm.year
union all
select
    'rfm.per_customer',
    coalesce(revenue / nullif(active, 0), 0)::decimal(18, 4),
    'money',
    'up',
    4
from rfm.year
union all
select 'rfm.new', new_people::decimal(18, 4), 'people', 'up', 5
from rfm.year
union all
select 'rfm.slipping', money, 'money', 'down', 6
from slipping
