-- One row per application of which a loan was opened as of $as_of.
-- Working table.
-- Of several loans one bad is bad.
with

opened as (
    select
        matches.source,
        matches.application_id,
        loans.opened_on,
        case
            when coalesce(loans.outcome_on, loans.opened_on) <= $as_of::date
                then loans.outcome
        end as outcome,
        loans.outcome_on
    from credit.matches as matches
    join crm.loans as loans
        on loans.source = matches.loan_source
        and loans.loan_id = matches.loan_id
)

select
    source,
    application_id,
    count(*) as loans,
    min(opened_on) as opened_on,
    max(outcome) as outcome,
    min(case when outcome = 1 then outcome_on end) as bad_on,
    max(outcome_on) as outcome_on
from opened
group by source, application_id
