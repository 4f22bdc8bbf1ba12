-- One row per contact of a Shopify orders export, as the last order has it.
select
    source,
    _row,
    contact_id as record_id,
    full_name,
    company,
    email,
    phone,
    street,
    city,
    postcode,
    region,
    country,
    cast(first_at as date) as created_on,
    ordered_at as updated_at
from shopify.last_orders
