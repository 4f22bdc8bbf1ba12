-- One row per loan and month: how it stood at the month's end.
-- Key: loan_id, month, source.
-- Check: loan_id is not null; no loan id.
-- Check: month is not null; no month.
select
    months.source,
    coalesce(months.loan_source, months.source) as loan_source,
    months.loan_id,
    loans.customer_id,
    cast(date_trunc('month', cast(months.month as date)) as date) as month,
    cast(months.balance as decimal(18, 4)) as balance,
    cast(months.days_late as integer) as days_late,
    coalesce(upper(months.currency), loans.currency, $currency) as currency
from incoming.loan_months as months
left join crm.loans as loans
    on loans.source = coalesce(months.loan_source, months.source)
    and loans.loan_id = months.loan_id
