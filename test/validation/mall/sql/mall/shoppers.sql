-- One row per customer.
-- Key: customer_id.
select
    customer_id,
    amount::double as income,
    discount::double as score
from crm.orders
