-- One row per customer.
-- Key: customer_id.
select
    customer_id,
    amount::double as sepal_length,
    discount::double as sepal_width,
    shipping::double as petal_length,
    tax::double as petal_width
from crm.orders
