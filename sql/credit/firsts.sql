-- One row per opening quarter, how long loans could be seen, and when they
-- were first late: how many.
-- Working table.
-- Months on book are those from the month of opening to the last that is over.
with

loans as (
    select
        loans.source,
        loans.loan_id,
        coalesce(loans.customer_id, concat_ws('|', loans.loan_id, loans.source))
            as person,
        loans.opened_on,
        date_diff(
            'month', loans.opened_on,
            date_trunc('month', $as_of::date + to_days(1))::date
        ) - 1 as seen
    from crm.loans as loans
    where exists (
        select 1 from credit.months as months
        where months.source = loans.source and months.loan_id = loans.loan_id
    )
),

late as (
    select
        source,
        loan_id,
        min(months) filter (where days_late >= 30) as first_30,
        min(months) filter (where days_late >= 60) as first_60,
        min(months) filter (where days_late >= 90) as first_90
    from (
        select *, date_diff('month', opened_on, month) as months
        from credit.months
    ) as aged
    group by source, loan_id
)

select
    date_trunc('quarter', loans.opened_on)::date as quarter,
    loans.seen,
    days.days_late,
    case days.days_late
        when 30 then late.first_30 when 60 then late.first_60
        else late.first_90
    end as first_month,
    count(*) as loans
from loans
join late on late.source = loans.source and late.loan_id = loans.loan_id
cross join (
    select * from (values (30), (60), (90)) as listed (days_late)
) as days
where loans.seen >= 0
group by all
