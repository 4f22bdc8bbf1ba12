-- One row per look and subscription that had begun by then: its first and last.
-- Working table.
-- A look knows nothing later: what ends after it runs. Whole months are those
-- of the calendar, up to the last day and up to the look's end. Plans that are
-- not told alone have place null.
with

begun as (
    select
        looks.look,
        looks.until,
        subscriptions.source,
        subscriptions.subscription_id,
        subscriptions.customer_id,
        subscriptions.started_on,
        subscriptions.plan,
        plans.place,
        subscriptions.period,
        subscriptions.price,
        subscriptions.currency,
        periods.every,
        periods.months as period_months,
        periods.days as period_days,
        coalesce(subscriptions.ended_on <= looks.day, false) as ended,
        case
            when subscriptions.ended_on <= looks.day
                then greatest(subscriptions.ended_on, subscriptions.started_on)
            else looks.day
        end as last_on
    from crm.subscriptions as subscriptions
    join value.contract_looks as looks on subscriptions.started_on <= looks.day
    left join settings.value_periods as periods
        on periods.period = subscriptions.period
    left join value.plans as plans on plans.plan = subscriptions.plan
    where subscriptions.customer_id is not null
)

select
    begun.*,
    cast(date_diff('month', started_on, last_on) - case
        when cast(started_on + to_months(cast(
            date_diff('month', started_on, last_on) as integer
        )) as date) > last_on then 1 else 0
    end as integer) as whole,
    cast(date_diff('month', started_on, until) - case
        when cast(started_on + to_months(cast(
            date_diff('month', started_on, until) as integer
        )) as date) > until then 1 else 0
    end as integer) as whole_until
from begun
