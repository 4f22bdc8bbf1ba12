-- One row per bucket of days late and bucket a month later: how loans roll.
-- Key: place_before, place_after.
-- Counted over all months that are known; loans is in loan-months.
with

counted as (
    select
        place_before,
        place_after,
        count(*) as loans,
        count(distinct person) as people,
        cast(sum(balance) as decimal(18, 4)) as balance
    from credit.steps
    group by place_before, place_after
)

select
    counted.place_before,
    counted.place_after,
    before.late as late_before,
    after.late as late_after,
    counted.loans,
    counted.people,
    counted.balance,
    counted.loans::double
        / sum(counted.loans) over (partition by counted.place_before) as share,
    counted.balance::double / nullif(sum(counted.balance) over (
        partition by counted.place_before
    ), 0) as balance_share
from counted
join credit.buckets as before on before.place = counted.place_before
join credit.buckets as after on after.place = counted.place_after
