-- One row per channel or category and customer with a purchase in it.
-- Key: dimension, value, customer_id.
select dimension, value, customer_id, recency_days, frequency, monetary,
    r, f, m, score, segment
from rfm.graded
where dimension <> 'all'
