-- One row per customer: tickets and messages by $as_of, and what they cost.
-- Working table.
-- A ticket costs what it says, else economics.cost_per_ticket; null: not known.
with

opened as (
    select
        tickets.customer_id,
        count(*) as tickets,
        sum(coalesce(
            cast(tickets.cost * exchange.rate as decimal(18, 4)),
            cast($economics_cost_per_ticket as decimal(18, 4))
        )) as ticket_cost
    from crm.tickets as tickets
    left join crm.exchange as exchange
        on exchange.currency = tickets.currency
        and tickets.opened_at::date >= exchange.since
        and tickets.opened_at::date < exchange.until
    where tickets.customer_id is not null
        and tickets.opened_at::date <= $as_of::date
    group by tickets.customer_id
),

sent as (
    select
        customer_id,
        count(*) as contacts,
        count(*) * cast($economics_cost_per_contact as decimal(18, 4))
            as contact_cost
    from crm.campaign_members
    where customer_id is not null
        and arm is distinct from 'control'
        and sent_at::date <= $as_of::date
    group by customer_id
)

select
    coalesce(opened.customer_id, sent.customer_id) as customer_id,
    coalesce(opened.tickets, 0) as tickets,
    opened.ticket_cost::decimal(18, 4) as ticket_cost,
    coalesce(sent.contacts, 0) as contacts,
    sent.contact_cost::decimal(18, 4) as contact_cost
from opened
full join sent on sent.customer_id = opened.customer_id
