-- One row per day from which subscriptions are looked at, and until when.
-- Key: look.
-- Look 0 is the day of the run. Look 1 tests: it looks ahead as far as the
-- horizon, but at most half of the months since the first subscription; there
-- is none where that is less than one.
with

span as (
    select least(
        $value_horizon,
        floor(date_diff('month', min(started_on), $as_of::date) / 2)
    )::integer as months
    from crm.subscriptions
    where customer_id is not null and started_on <= $as_of::date
)

select
    0 as look,
    $as_of::date as day,
    cast($as_of::date + to_months($value_horizon::integer) as date) as until,
    $value_horizon::integer as months
union all
select
    1,
    cast($as_of::date - to_months(months) as date),
    $as_of::date,
    months
from span
where months >= 1
