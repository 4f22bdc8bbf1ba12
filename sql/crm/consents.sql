-- One row per statement of a contact about one channel.
-- Key: contact_source, contact_id, channel, at, given, source.
-- Check: contact_id is not null; nobody named.
-- Check: channel is not null; no channel.
-- Check: lower(strip_accents(channel)) in (
--     'email', 'e-mail', 'courriel', 'phone', 'telephone',
--     'sms', 'texto', 'post', 'courrier'
--     ); not a channel: email, phone, sms or post.
-- Check: given is not null; neither given nor withdrawn.
-- A permission without a time is taken as older than any statement with one.
select
    consents.source,
    consents.contact_source,
    consents.contact_id,
    members.customer_id,
    consents.channel,
    consents.basis,
    cast(consents.given as boolean) as given,
    cast(consents.at as timestamp) as at
from incoming.consents as consents
left join identity.members as members
    on members.source = consents.contact_source
    and members.record_id = consents.contact_id
