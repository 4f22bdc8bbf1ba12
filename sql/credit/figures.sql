-- One row per figure of the strip.
with

now as (
    select people, late_people as people_late, balance, balance_late
    from credit.late_balance
    where month = cast(
        date_trunc('month', $as_of::date + to_days(1)) - to_months(1) as date
    )
)

select
    'credit.owed' as figure,
    balance::decimal(18, 4) as value,
    null::decimal(18, 4) as low,
    null::decimal(18, 4) as high,
    'money' as unit,
    null as good,
    12 as place,
    'credit.borrowers' as among
from now
where people > 0
union all
select 'credit.owed_late', balance_late, null, null, 'money', 'down', 13,
    'credit.late_borrowers'
from now
where people > 0
union all
select 'credit.borrowers', people, null, null, 'people', null, null, null
from now
where people > 0
union all
select 'credit.late_borrowers', people_late, null, null, 'people', null, null,
    'credit.borrowers'
from now
where people > 0
union all
select 'credit.applicants', people, null, null, 'people', null, null, null
from credit.states
where state = 'known'
