-- One row per number of days from a purchase: who bought again after so many,
-- and who has waited so long by $as_of.
-- Working table.
with

waits as (
    select
        day,
        lead(day) over (partition by customer_id order by day) as next_day
    from churn.purchases
)

select
    date_diff('day', day, coalesce(next_day, $as_of::date))::integer as days,
    count(next_day) as came_back,
    count(*) - count(next_day) as waiting
from waits
group by days
