-- One row per month of the last 24: how much of the loans' balance is late.
-- Key: month.
-- Late is 30 days or more; of loans that stood at the month's end, those of
-- whom nobody says how late they are left out.
select
    month,
    count(*) as loans,
    count(distinct person) as people,
    count(distinct person) filter (where place >= 2) as late_people,
    cast(sum(balance) as decimal(18, 4)) as balance,
    cast(coalesce(sum(balance) filter (where place >= 2), 0) as decimal(18, 4))
        as balance_late,
    coalesce(sum(balance) filter (where place >= 2), 0)::double
        / nullif(sum(balance), 0)::double as share
from credit.months
where place <= 4
    and month >= cast(
        date_trunc('month', $as_of::date + to_days(1)) - to_months(24) as date
    )
group by month
