-- One row per customer as of $as_of: what they subscribe to.
-- Key: customer_id.
-- By customer: crm.customers, crm.subscriptions.
-- A subscription runs until the day on which it ends. subscription_months are
-- whole months of the one that has run longest, the plan is that of the newest.
with

begun as (
    select
        source,
        subscription_id,
        customer_id,
        started_on,
        plan,
        coalesce(ended_on > $as_of::date, true) as runs,
        case when ended_on <= $as_of::date
            then date_diff('day', ended_on, $as_of::date)
        end as ended_age
    from crm.subscriptions
    where customer_id is not null and started_on <= $as_of::date
),

sums as (
    select
        customer_id,
        count(*) filter (where runs) as subscriptions_running,
        count(*) filter (where not runs) as subscriptions_ended,
        min(started_on) filter (where runs) as started_on,
        min(ended_age) as days_since_ended
    from begun
    group by customer_id
),

newest as (
    select customer_id, plan
    from begun
    where runs
    qualify row_number() over (
        partition by customer_id
        order by started_on desc, source, subscription_id
    ) = 1
)

select
    customers.customer_id,
    coalesce(sums.subscriptions_running, 0) as subscriptions_running,
    coalesce(sums.subscriptions_ended, 0) as subscriptions_ended,
    (
        date_diff('month', sums.started_on, $as_of::date)
        - case when day($as_of::date) < day(sums.started_on) then 1 else 0 end
    )::integer as subscription_months,
    newest.plan as subscription_plan,
    sums.days_since_ended
from crm.customers as customers
left join sums on sums.customer_id = customers.customer_id
left join newest on newest.customer_id = customers.customer_id
where coalesce(customers.created_on <= $as_of::date, true)
    or sums.customer_id is not null
