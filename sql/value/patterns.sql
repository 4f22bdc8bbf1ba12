-- One row per look and purchase history: how many customers share it.
-- Working table.
select look, x, recency, age, count(*) as people
from value.histories
group by look, x, recency, age
