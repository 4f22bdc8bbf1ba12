-- One row per look and subscription that ran on its day: whether it ended.
-- Working table.
-- The answer is 1 where it ended by the look's end. A price is in the currency
-- of the pipeline by the last rate known on the day, null without one; renewals
-- are null where the word for its period is unknown (value.contracts.periods).
with

running as (
    select
        looks.look,
        looks.day,
        looks.until,
        subscriptions.source,
        subscriptions.subscription_id,
        subscriptions.customer_id,
        subscriptions.started_on,
        subscriptions.ended_on,
        subscriptions.plan,
        subscriptions.period,
        subscriptions.price,
        subscriptions.currency,
        periods.months as period_months,
        periods.days as period_days,
        cast(date_diff('month', subscriptions.started_on, looks.day) - case
            when cast(subscriptions.started_on + to_months(cast(date_diff(
                'month', subscriptions.started_on, looks.day
            ) as integer)) as date) > looks.day then 1 else 0
        end as integer) as whole,
        date_diff('day', subscriptions.started_on, looks.day) as age
    from crm.subscriptions as subscriptions
    join churn.contract_looks as looks
        on subscriptions.started_on <= looks.day
        and coalesce(subscriptions.ended_on > looks.day, true)
    left join settings.value_periods as periods
        on periods.period = subscriptions.period
    where subscriptions.customer_id is not null
),

rated as (
    select
        running.*,
        case when running.currency = $currency then 1 else rates.rate end
            as rate,
        cast(case
            when period_months is not null then floor(whole / period_months)
            else floor(age / period_days)
        end as integer) as renewals
    from running
    left join crm.rates as rates
        on rates.currency = running.currency
        and running.currency <> $currency
        and rates.day <= running.day
    qualify row_number() over (
        partition by running.look, running.source, running.subscription_id
        order by rates.day desc nulls last, rates.source nulls last
    ) = 1
)

select
    source || ':' || subscription_id || ' ' || day::varchar as example,
    source,
    subscription_id,
    customer_id,
    day,
    until as answered_on,
    case
        when until is null then null
        when ended_on <= until then 1
        else 0
    end::integer as answer,
    case when until is null then 'now' else 'past' end as sample,
    plan,
    period,
    cast(price * rate as decimal(18, 4)) as price,
    whole as contract_months,
    renewals,
    (date_diff('day', day, case
        when period_months is not null then cast(
            started_on + to_months((renewals + 1) * period_months) as date
        )
        else cast(started_on + to_days((renewals + 1) * period_days) as date)
    end) / 30.4375)::decimal(9, 2) as months_to_renewal
from rated
