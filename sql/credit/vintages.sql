-- One row per quarter of opening, days late and months on book: share so far.
-- Key: quarter, days_late, months.
-- Of the loans that could be seen that long, how many have ever been so late;
-- low and high are Wilson's 95 %. Unfinished is a month that not all loans of
-- the quarter have come to: its share is of the older ones only.
with

longest as (
    select quarter, days_late, max(seen) as last_month, sum(loans) as opened,
        least(date_diff('month', cast(quarter + to_months(2) as date),
            date_trunc('month', $as_of::date + to_days(1))::date) - 1
        ) as whole_until
    from credit.firsts
    group by quarter, days_late
),

counted as (
    select
        longest.quarter,
        longest.days_late,
        ages.range as months,
        longest.opened,
        longest.whole_until >= ages.range as finished,
        sum(firsts.loans) as loans,
        coalesce(sum(firsts.loans) filter (
            where firsts.first_month <= ages.range
        ), 0) as ever
    from longest
    join range(61) as ages on ages.range <= longest.last_month
    join credit.firsts as firsts
        on firsts.quarter = longest.quarter
        and firsts.days_late = longest.days_late
        and firsts.seen >= ages.range
    group by all
),

shared as (
    select
        *,
        ever::double / loans as share,
        1.959963984540054::double * 1.959963984540054 / loans as z
    from counted
)

select
    quarter,
    days_late,
    months::integer as months,
    opened::bigint as opened,
    loans::bigint as loans,
    ever::bigint as ever,
    share,
    round(greatest((share + z / 2 - sqrt(z * (share * (1 - share) + z / 4)))
        / (1 + z), 0), 9) as low,
    round(least((share + z / 2 + sqrt(z * (share * (1 - share) + z / 4)))
        / (1 + z), 1), 9) as high,
    finished
from shared
