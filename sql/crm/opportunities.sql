-- One row per opportunity of the sales pipeline.
-- Key: opportunity_id, source.
-- Check: opportunity_id is not null; no opportunity id.
select
    opportunities.source,
    opportunities.opportunity_id,
    opportunities.contact_source,
    opportunities.contact_id,
    members.customer_id,
    opportunities.product_id,
    lower(opportunities.stage) as stage,
    opportunities.owner,
    cast(opportunities.amount as decimal(18, 4)) as amount,
    cast(opportunities.created_on as date) as created_on,
    cast(opportunities.closed_on as date) as closed_on,
    lower(opportunities.outcome) as outcome,
    coalesce(upper(opportunities.currency), $currency) as currency
from incoming.opportunities as opportunities
left join identity.members as members
    on members.source = opportunities.contact_source
    and members.record_id = opportunities.contact_id
