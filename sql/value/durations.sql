-- One row per subscription as of $as_of: how long it has lasted.
-- Key: subscription_id, source.
-- In days, in months of the calendar, and in renewals; renewals are null where
-- the period is none that the pipeline knows.
select
    source,
    subscription_id,
    customer_id,
    started_on,
    case when ended then last_on end as ended_on,
    case when ended then 'ended' else 'running' end as state,
    plan,
    every as period,
    price,
    currency,
    days,
    months,
    renewals,
    next_renewal_on
from value.lifetimes
where look = 0
