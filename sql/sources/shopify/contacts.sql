-- One row per contact of a Shopify orders export, as the last order has it.
select
    orders.source,
    orders._row,
    orders.contact_id as record_id,
    orders.full_name,
    orders.company,
    orders.email,
    last_orders.phone,
    orders.street,
    orders.city,
    orders.postcode,
    orders.region,
    orders.country,
    cast(last_orders.first_at as date) as created_on,
    orders.ordered_at as updated_at
from shopify.last_orders as last_orders
join shopify.export as orders
    on orders.source = last_orders.source
    and orders._row = last_orders._row
