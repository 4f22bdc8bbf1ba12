-- One row per customer record that a campaign treated or held back as control.
-- Key: campaign_id, contact_source, contact_id, source.
-- Check: campaign_id is not null; no campaign id.
-- Check: contact_id is not null; nobody named.
select
    recipients.source,
    recipients.campaign_id,
    recipients.contact_source,
    recipients.contact_id,
    members.customer_id,
    lower(recipients.arm) as arm,
    cast(recipients.sent_at as timestamp) as sent_at,
    cast(recipients.responded_at as timestamp) as responded_at,
    cast(recipients.revenue as decimal(18, 4)) as revenue,
    coalesce(upper(recipients.currency), $currency) as currency
from incoming.campaign_members as recipients
left join identity.members as members
    on members.source = recipients.contact_source
    and members.record_id = recipients.contact_id
