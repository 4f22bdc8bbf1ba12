-- One row per customer with at least one purchase as of $as_of.
-- Key: customer_id.
select
    customer_id,
    last_age as recency_days,
    case when $rfm_frequency = 'days' then days else orders end as frequency,
    money as monetary
from rfm.totals
where orders > 0
