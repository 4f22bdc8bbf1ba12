-- One row per figure of the strip.
with

newest as (
    select people, repeaters, share
    from lifecycle.repeats
    where years_back = 0
)

select
    'lifecycle.repeat' as figure,
    share::decimal(18, 4) as value,
    'share' as unit,
    'up' as good,
    null::integer as place,
    'lifecycle.repeaters' as among
from newest
union all
select
    'lifecycle.repeaters', repeaters::decimal(18, 4), 'people', null, null,
    'lifecycle.newcomers'
from newest
union all
select
    'lifecycle.newcomers', people::decimal(18, 4), 'people', null, null, null
from newest
