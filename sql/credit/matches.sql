-- One row per loan that an application led to: which.
-- Working table.
-- A loan belongs to the application of its own source that has its number, or
-- else to the only one that has it.
with

applications as (
    select
        source,
        application_id,
        count(*) over (partition by application_id) as alike
    from crm.applications
    where applied_on <= $as_of::date
)

select
    loans.source as loan_source,
    loans.loan_id,
    applications.source,
    applications.application_id
from crm.loans as loans
join applications
    on applications.application_id = loans.application_id
    and (applications.source = loans.source or applications.alike = 1)
where loans.opened_on <= $as_of::date
