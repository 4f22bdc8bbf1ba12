-- One row per moment at which a customer met the firm other than by an order.
-- Key: contact_source, contact_id, at, kind, channel, campaign_id, source.
-- Check: "at" is not null; no time.
-- Check: kind is not null; no kind.
select
    interactions.source,
    interactions.contact_source,
    interactions.contact_id,
    members.customer_id,
    cast(interactions.at as timestamp) as at,
    lower(interactions.kind) as kind,
    interactions.channel,
    interactions.campaign_id,
    cast(interactions.points as integer) as points
from incoming.interactions as interactions
left join identity.members as members
    on members.source = interactions.contact_source
    and members.record_id = interactions.contact_id
