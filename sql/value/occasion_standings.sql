-- One row per customer: the purchases at occasions as of $as_of.
-- Working table.
-- The occasion that runs counts where there was a purchase at it already; for
-- others it is the next one.
select
    days.customer_id,
    cast(count(*) - 1 as integer) as x,
    cast(max(occasion) - min(occasion) as integer) as last,
    cast(greatest(max(occasion), max(seen)) - min(occasion) as integer) as n,
    cast(date '2000-01-01' + to_months(cast(
        (greatest(max(occasion), max(seen)) + 1)
        * $value_occasion_months::integer - 24000 as integer
    )) as date) as next_from
from value.occasion_days as days
join value.occasion_looks as looks on looks.look = 0
group by days.customer_id
