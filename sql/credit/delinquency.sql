-- One row per month and bucket of days late: the loans that stood at its end.
-- Key: month, place.
with

counted as (
    select
        month,
        place,
        count(*) as loans,
        count(distinct person) as people,
        cast(sum(balance) as decimal(18, 4)) as balance
    from credit.months
    where place <= 4 or place = 7
    group by month, place
)

select
    counted.month,
    counted.place,
    buckets.late,
    counted.loans,
    counted.people,
    counted.balance,
    counted.loans::double
        / sum(counted.loans) over (partition by counted.month) as share,
    counted.balance::double / nullif(
        sum(counted.balance) over (partition by counted.month), 0
    ) as balance_share
from counted
join credit.buckets as buckets on buckets.place = counted.place
