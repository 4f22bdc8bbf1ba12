-- One row per month and bucket before it: how many loans rolled on to a worse.
-- Key: month, place.
-- Of the last 24 months; low and high are Wilson's 95 % of the share. 90 days
-- late rolls on into being written off.
with

counted as (
    select
        month,
        place_before as place,
        count(*) as loans,
        count(distinct person) as people,
        count(*) filter (
            where place_after > place_before and place_after <= 5
        ) as rolled
    from credit.steps
    where month >= cast(
        date_trunc('month', $as_of::date + to_days(1)) - to_months(24) as date
    )
    group by month, place_before
),

shared as (
    select
        *,
        rolled::double / loans as share,
        1.959963984540054::double * 1.959963984540054 / loans as z
    from counted
)

select
    shared.month,
    shared.place,
    buckets.late,
    shared.loans,
    shared.people,
    shared.rolled,
    shared.share,
    round(greatest((shared.share + z / 2 - sqrt(
        z * (shared.share * (1 - shared.share) + z / 4)
    )) / (1 + z), 0), 9) as low,
    round(least((shared.share + z / 2 + sqrt(
        z * (shared.share * (1 - shared.share) + z / 4)
    )) / (1 + z), 1), 9) as high
from shared
join credit.buckets as buckets on buckets.place = shared.place
