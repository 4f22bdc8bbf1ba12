-- One row per ticket of the service desk.
-- Key: ticket_id, source.
-- Check: ticket_id is not null; no ticket id.
-- Check: opened_at is not null; no opening time.
select
    tickets.source,
    tickets.ticket_id,
    tickets.contact_source,
    tickets.contact_id,
    members.customer_id,
    cast(tickets.opened_at as timestamp) as opened_at,
    cast(tickets.closed_at as timestamp) as closed_at,
    tickets.agent,
    tickets.branch,
    tickets.channel,
    tickets.topic,
    cast(tickets.satisfaction as decimal(9, 4)) as satisfaction,
    cast(tickets.cost as decimal(18, 4)) as cost,
    coalesce(upper(tickets.currency), $currency) as currency
from incoming.tickets as tickets
left join identity.members as members
    on members.source = tickets.contact_source
    and members.record_id = tickets.contact_id
