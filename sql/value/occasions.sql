-- One row per look and history at occasions, how many customers share it.
-- Working table.
-- x of n occasions had a purchase, the last-th the latest; see
-- value.occasion_histories.
select look, x, last, n, came, count(*) as people
from value.occasion_histories
group by look, x, last, n, came
