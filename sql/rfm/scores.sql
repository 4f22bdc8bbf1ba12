-- One row per customer with at least one purchase as of $as_of.
-- Key: customer_id.
select customer_id, recency_days, frequency, monetary, r, f, m, score, segment
from rfm.graded
where moment = 'now' and dimension = 'all'
