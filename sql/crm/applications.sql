-- One row per application for credit, with whatever the applicant declared.
-- Key: application_id, source.
-- Check: application_id is not null; no application id.
-- Check: applied_on is not null; no day of application.
-- The outcome (1 = bad) counts from outcome_on.
select
    applications.source,
    applications.application_id,
    applications.contact_source,
    applications.contact_id,
    members.customer_id,
    cast(applications.applied_on as date) as applied_on,
    lower(applications.decision) as decision,
    cast(applications.amount as decimal(18, 4)) as amount,
    cast(applications.outcome as integer) as outcome,
    cast(applications.outcome_on as date) as outcome_on,
    coalesce(upper(applications.currency), $currency) as currency
from incoming.applications as applications
left join identity.members as members
    on members.source = applications.contact_source
    and members.record_id = applications.contact_id
