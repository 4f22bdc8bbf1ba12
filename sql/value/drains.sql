-- One row per customer with a profit below 0 as of $as_of: who costs more.
-- Key: customer_id.
-- The reason is the largest cause in value.money, drain_cost its amount.
select
    customer_id,
    -profit as loss,
    why as drain_reason,
    why_amount as drain_cost,
    why_count as drain_count
from value.money
where profit < 0
