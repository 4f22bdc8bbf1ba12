-- One row per what the cut-off decides: how many, how bad, what it brings.
-- Key: place.
-- Expected of all that are scored; seen of those whose outcome is known, by
-- cards that have not seen the customer. low and high are Wilson's 95 %.
with

decided as (
    select 'approve' as decision, 1 as place, priced.*
    from credit.priced as priced
    where passes
    union all
    select 'decline', 2, priced.*
    from credit.priced as priced
    where not passes
),

tested as (
    select
        case when passes_tested then 1 else 2 end as place,
        count(*) as answered,
        count(distinct customer_id) as people_answered,
        count(*) filter (where answer = 1) as bad,
        sum(profit_seen) as profit_seen
    from credit.priced
    where answer is not null and passes_tested is not null
    group by 1
),

counted as (
    select
        decided.place,
        decided.decision,
        count(*) as applications,
        count(distinct decided.customer_id) as people,
        sum(decided.p)::double / count(*) as bad_rate_expected,
        sum(decided.profit) as profit
    from decided
    group by decided.place, decided.decision
),

rated as (
    select
        counted.*,
        coalesce(tested.answered, 0) as answered,
        coalesce(tested.people_answered, 0) as people_answered,
        coalesce(tested.bad, 0) as bad,
        tested.bad::double / tested.answered as bad_rate,
        1.959963984540054::double * 1.959963984540054 / tested.answered as z,
        tested.profit_seen
    from counted
    left join tested on tested.place = counted.place
)

select
    place,
    decision,
    applications,
    people,
    round(bad_rate_expected, 9) as bad_rate_expected,
    cast(profit as decimal(18, 4)) as profit,
    answered,
    people_answered,
    bad,
    bad_rate,
    case when bad_rate is not null then round(greatest((
        bad_rate + z / 2 - sqrt(z * (bad_rate * (1 - bad_rate) + z / 4))
    ) / (1 + z), 0), 9) end as low,
    case when bad_rate is not null then round(least((
        bad_rate + z / 2 + sqrt(z * (bad_rate * (1 - bad_rate) + z / 4))
    ) / (1 + z), 1), 9) end as high,
    cast(profit_seen as decimal(18, 4)) as profit_seen
from rated
