-- One row per application of who had a loan before: how it had gone by then.
-- Working table.
-- Months count once they are over.
select
    outcomes.source,
    outcomes.application_id,
    count(distinct loans.source || '|' || loans.loan_id) as loans,
    count(distinct case
        when loans.closed_on is null or loans.closed_on >= outcomes.applied_on
            then loans.source || '|' || loans.loan_id
    end) as loans_running,
    count(*) filter (where months.days_late >= 30) as loan_months_late,
    max(months.days_late) as worst_days_late
from credit.outcomes as outcomes
join crm.loans as loans
    on loans.customer_id = outcomes.customer_id
    and loans.opened_on < outcomes.applied_on
left join crm.loan_months as months
    on months.loan_source = loans.source
    and months.loan_id = loans.loan_id
    and months.month < date_trunc('month', outcomes.applied_on)
group by outcomes.source, outcomes.application_id
