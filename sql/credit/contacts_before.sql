-- One row per application of who had been in touch: what was before its day.
-- Working table.
with

events as (
    select
        customer_id,
        opened_at::date as day,
        'ticket' as kind
    from crm.tickets
    union all
    select customer_id, "at"::date, 'complaint'
    from crm.interactions
    where kind = 'complaint'
)

select
    outcomes.source,
    outcomes.application_id,
    count(*) filter (where events.kind = 'ticket') as tickets,
    count(*) filter (where events.kind = 'complaint') as complaints
from credit.outcomes as outcomes
join events
    on events.customer_id = outcomes.customer_id
    and events.day < outcomes.applied_on
group by outcomes.source, outcomes.application_id
