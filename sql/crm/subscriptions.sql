-- One row per subscription; ended_on is empty while it runs.
-- Key: subscription_id, source.
-- Check: subscription_id is not null; no subscription id.
-- Check: started_on is not null; no first day.
select
    subscriptions.source,
    subscriptions.subscription_id,
    subscriptions.contact_source,
    subscriptions.contact_id,
    members.customer_id,
    cast(subscriptions.started_on as date) as started_on,
    cast(subscriptions.ended_on as date) as ended_on,
    subscriptions.plan,
    cast(subscriptions.price as decimal(18, 4)) as price,
    lower(subscriptions.period) as period,
    coalesce(upper(subscriptions.currency), $currency) as currency
from incoming.subscriptions as subscriptions
left join identity.members as members
    on members.source = subscriptions.contact_source
    and members.record_id = subscriptions.contact_id
