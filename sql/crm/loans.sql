-- One row per loan or credit line that was opened.
-- Key: loan_id, source.
-- Check: loan_id is not null; no loan id.
-- Check: opened_on is not null; no opening day.
-- The outcome (1 = bad) counts from outcome_on.
select
    loans.source,
    loans.loan_id,
    loans.application_id,
    loans.contact_source,
    loans.contact_id,
    members.customer_id,
    cast(loans.opened_on as date) as opened_on,
    cast(loans.closed_on as date) as closed_on,
    cast(loans.credit_limit as decimal(18, 4)) as credit_limit,
    cast(loans.exposure as decimal(18, 4)) as exposure,
    cast(loans.loss as decimal(18, 4)) as loss,
    cast(loans.outcome as integer) as outcome,
    cast(loans.outcome_on as date) as outcome_on,
    coalesce(upper(loans.currency), $currency) as currency
from incoming.loans as loans
left join identity.members as members
    on members.source = loans.contact_source
    and members.record_id = loans.contact_id
