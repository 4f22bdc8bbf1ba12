-- One row per product that a source sells.
-- Key: product_id, source.
-- Check: product_id is not null; no product id.
select
    products.source,
    products.product_id,
    products.name,
    products.category,
    cast(products.unit_cost as decimal(18, 4)) as unit_cost,
    coalesce(upper(products.currency), $currency) as currency
from incoming.products as products
