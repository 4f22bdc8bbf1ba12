-- One row per number of days from a purchase: who bought again after so many,
-- and who has waited so long by $as_of.
-- Working table.
-- Every customer counts once, each of their waits for an equal part: else few
-- who buy often would tell when all others are lost.
with

waits as (
    select
        day,
        lead(day) over (partition by customer_id order by day) as next_day,
        (1.0 / count(*) over (partition by customer_id))::decimal(18, 9) as part
    from churn.purchases
)

select
    date_diff('day', day, coalesce(next_day, $as_of::date))::integer as days,
    coalesce(sum(part) filter (where next_day is not null), 0)::double
        as came_back,
    coalesce(sum(part) filter (where next_day is null), 0)::double as waiting
from waits
group by days
