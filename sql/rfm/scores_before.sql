-- One row per customer who had bought by the earlier day, by the sales to then.
-- Key: customer_id.
select customer_id, recency_days, frequency, monetary, r, f, m, score, segment
from rfm.graded
where moment = 'before'
