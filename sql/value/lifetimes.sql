-- One row per look and subscription that had begun by then: how long it was.
-- Working table.
-- A subscription that ends on a renewal day or before was not renewed on it:
-- `faced` renewals, the last one without success. `due` counts those that come
-- up until the look's end. Months are whole ones and a part of the next.
with

passed as (
    select
        spans.*,
        cast(case
            when period_months is not null then floor(whole / period_months)
            else floor(date_diff('day', started_on, last_on) / period_days)
        end as integer) as passed,
        cast(case
            when period_months is not null
                then floor(whole_until / period_months)
            else floor(date_diff('day', started_on, until) / period_days)
        end as integer) as passed_until
    from value.spans as spans
),

renewed as (
    select
        passed.*,
        case
            when not ended then passed
            when passed >= 1 and last_on = case
                when period_months is not null then cast(
                    started_on + to_months(passed * period_months) as date
                )
                else cast(started_on + to_days(passed * period_days) as date)
            end then passed
            else passed + 1
        end as faced
    from passed
)

select
    look, source, subscription_id, customer_id, started_on, last_on, ended,
    plan, place, period, every, price, currency,
    cast(date_diff('day', started_on, last_on) as integer) as days,
    round(whole + date_diff(
        'day', cast(started_on + to_months(whole) as date), last_on
    )::double / date_diff(
        'day',
        cast(started_on + to_months(whole) as date),
        cast(started_on + to_months(whole + 1) as date)
    ), 4)::decimal(18, 4) as months,
    cast(faced as integer) as faced,
    cast(faced - case when ended then 1 else 0 end as integer) as renewals,
    case when not ended then passed_until - passed end as due,
    case
        when ended then null
        when period_months is not null then cast(
            started_on + to_months((faced + 1) * period_months) as date
        )
        else cast(started_on + to_days((faced + 1) * period_days) as date)
    end as next_renewal_on
from renewed
