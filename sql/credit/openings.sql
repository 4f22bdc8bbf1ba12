-- One row per application of which a loan was opened as of $as_of.
-- Key: application_id, source.
-- Working table.
-- A loan belongs to the application of its own source that has its number, or
-- else to the only one that has it; of several loans one bad is bad.
with

applications as (
    select
        source,
        application_id,
        count(*) over (partition by application_id) as alike
    from crm.applications
    where applied_on <= $as_of::date
),

matched as (
    select
        applications.source,
        applications.application_id,
        loans.opened_on,
        case
            when coalesce(loans.outcome_on, loans.opened_on) <= $as_of::date
                then loans.outcome
        end as outcome,
        loans.outcome_on
    from crm.loans as loans
    join applications
        on applications.application_id = loans.application_id
        and (
            applications.source = loans.source or (
                applications.alike = 1
            )
        )
    where loans.opened_on <= $as_of::date
)

select
    source,
    application_id,
    count(*) as loans,
    min(opened_on) as opened_on,
    max(outcome) as outcome,
    min(case when outcome = 1 then outcome_on end) as bad_on,
    max(outcome_on) as outcome_on
from matched
group by source, application_id
