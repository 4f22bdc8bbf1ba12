-- One row per number of purchases and months since the last: who still buys.
-- None where the model has it that nobody stops.
with

counts as (
    select * from (
        values (1, 1, 1), (2, 2, 2), (3, 3, 4), (4, 5, 7), (5, 8, 12),
            (6, 13, null)
    ) as counts (place, from_purchases, to_purchases)
),

spans as (
    select * from (
        values (1, 0, 30), (2, 30, 91), (3, 91, 183), (4, 183, 365),
            (5, 365, 730), (6, 730, null)
    ) as spans (place, from_days, to_days)
)

select
    counts.place as purchases_place,
    spans.place as days_place,
    counts.from_purchases,
    counts.to_purchases,
    spans.from_days,
    spans.to_days,
    count(*) as people,
    (sum(scores.p_alive) / count(*))::decimal(18, 2) as p_alive,
    (sum(scores.clv) / count(*))::decimal(18, 4) as mean_clv
from value.scores as scores
join counts
    on scores.purchases >= counts.from_purchases
    and (counts.to_purchases is null
        or scores.purchases <= counts.to_purchases)
join spans
    on scores.recency >= spans.from_days
    and (spans.to_days is null or scores.recency < spans.to_days)
where scores.model <> 'nbd'
group by all
