-- One row per customer with a subscription as of $as_of: what it will bring.
-- Key: customer_id.
-- Within the horizon, discounted, as all to come are: running subscriptions
-- only, those whose model is known. Months go on until a renewal fails; those
-- paid for count. Bounds of 90 % are those of the expectation.
with

expected as (
    select
        running.customer_id,
        running.started_on,
        running.next_renewal_on,
        running.place,
        outlook.next,
        outlook.expected,
        case when running.due = 0 then $value_horizon::double else
            running.months_paid + outlook.expected * periods.months
            + outlook.last * least(
                0, $value_horizon - running.months_paid
                    - running.due * periods.months
            )
        end as months,
        running.worth * outlook.worth as value,
        running.worth * outlook.worth_low as value_low,
        running.worth * outlook.worth_high as value_high,
        running.worth * outlook.residual as residual,
        running.worth * outlook.residual_low as residual_low,
        running.worth * outlook.residual_high as residual_high
    from value.running as running
    left join value.renewal_outlook as outlook
        on outlook.period = running.every
        and outlook.place = running.place
        and outlook.renewals = running.renewals
        and outlook.due = running.due
    left join (
        select every, max(coalesce(months, days / 30.4375))::double as months
        from settings.value_periods
        group by every
    ) as periods on periods.every = running.every
),

known as (
    select customer_id, count(*) filter (where ended) as ended
    from value.lifetimes
    where look = 0
    group by customer_id
)

select
    known.customer_id,
    count(expected.customer_id) as subscriptions,
    known.ended as subscriptions_ended,
    min(expected.started_on) as subscribed_since,
    min(expected.next_renewal_on) as next_renewal_on,
    round(min(expected.next), 6)::decimal(18, 6) as p_renewal,
    sum(round(expected.expected, 6)::decimal(18, 6)) as expected_renewals,
    sum(round(expected.months, 4)::decimal(18, 4)) as expected_months,
    sum(round(value, 4)::decimal(18, 4)) as subscription_value,
    sum(round(value_low, 4)::decimal(18, 4)) as subscription_value_low,
    sum(round(value_high, 4)::decimal(18, 4)) as subscription_value_high,
    sum(round(residual, 4)::decimal(18, 4)) as subscription_residual,
    sum(round(residual_low, 4)::decimal(18, 4)) as subscription_residual_low,
    sum(round(residual_high, 4)::decimal(18, 4)) as subscription_residual_high
from known
left join expected on expected.customer_id = known.customer_id
group by known.customer_id, known.ended
