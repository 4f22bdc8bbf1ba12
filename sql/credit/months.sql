-- One row per loan and month that is over by $as_of: how it stood at its end.
-- Working table.
-- place is of credit.buckets. Written off is a loan that closed with a loss or
-- 90 days late; nothing after the month of the closing counts.
with

rows_until as (
    select
        months.loan_source as source,
        months.loan_id,
        coalesce(loans.customer_id, months.customer_id) as customer_id,
        loans.opened_on,
        case when loans.closed_on <= $as_of::date then loans.closed_on end
            as closed_on,
        loans.loss,
        loans.credit_limit,
        months.month,
        months.currency,
        months.balance,
        case when months.days_late < 0 then 0 else months.days_late end
            as days_late
    from crm.loan_months as months
    left join crm.loans as loans
        on loans.source = months.loan_source
        and loans.loan_id = months.loan_id
    where months.month
        < date_trunc('month', $as_of::date + to_days(1))::date
    qualify row_number() over (
        partition by months.loan_source, months.loan_id, months.month
        order by months.source
    ) = 1
)

select
    rows_until.source,
    rows_until.loan_id,
    coalesce(
        rows_until.customer_id,
        concat_ws('|', rows_until.loan_id, rows_until.source)
    ) as person,
    rows_until.opened_on,
    rows_until.month,
    rows_until.days_late,
    cast(rows_until.balance * exchange.rate as decimal(18, 4)) as balance,
    cast(case
        when date_trunc('month', closed_on)::date = month
            then case when loss > 0 or days_late >= 90 then 5 else 6 end
        else coalesce(buckets.place, 7)
    end as integer) as place
from rows_until
left join credit.buckets as buckets
    on rows_until.days_late >= buckets.low
    and (buckets.high is null or rows_until.days_late < buckets.high)
left join crm.exchange as exchange
    on exchange.currency = rows_until.currency
    and exchange.since <= rows_until.month
    and exchange.until > rows_until.month
where closed_on is null or date_trunc('month', closed_on)::date >= month
