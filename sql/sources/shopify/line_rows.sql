-- One row per row of a Shopify orders export: its number within the order,
-- the same however the rows of the file are mixed.
select
    source,
    _row,
    row_number() over (
        partition by source, order_id
        order by product_id, unit_price, quantity, line_discount,
            product_name, _row
    ) as line
from shopify.export
