-- One row per figure of the strip.
with

slipping as (
    select
        coalesce(sum(people), 0) as people,
        coalesce(sum(money_before), 0)::decimal(18, 4) as money
    from rfm.segments
    where slipping
)

select
    'rfm.active' as figure,
    active::decimal(18, 4) as value,
    'people' as unit,
    'up' as good,
    2 as place,
    'identity.customers' as among
from rfm.year
union all
select 'rfm.revenue', revenue, 'money', 'up', 3, 'rfm.buyers'
from rfm.year
union all
select
    'rfm.per_customer',
    coalesce(revenue / nullif(active, 0), 0)::decimal(18, 4),
    'money',
    'up',
    4,
    'rfm.active'
from rfm.year
union all
select
    'rfm.new', new_people::decimal(18, 4), 'people', 'up', 5, 'rfm.active'
from rfm.year
union all
select 'rfm.buyers', buyers::decimal(18, 4), 'people', null, null, null
from rfm.year
union all
select 'rfm.slipping', money, 'money', 'down', 6, 'rfm.slipping_people'
from slipping
where $rfm_segments <> 'quartile'
union all
select
    'rfm.slipping_people', people::decimal(18, 4), 'people', null, null, null
from slipping
where $rfm_segments <> 'quartile'
