-- One row per test, history and what came of it: how many customers.
-- Working table.
select
    histories.look,
    histories.stratum,
    histories.x,
    histories.recency,
    histories.age,
    later.bought,
    later.year_before,
    count(*) as people
from value.histories as histories
join value.later as later
    on later.look = histories.look
    and later.customer_id = histories.customer_id
where histories.look > 0
group by all
