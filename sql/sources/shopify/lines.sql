-- One row per line item of a Shopify orders export: its number within the
-- order, the same however the rows of the file are mixed.
select
    source,
    _row,
    order_id,
    cast(row_number() over (
        partition by source, order_id
        order by product_id, unit_price, quantity, line_discount,
            product_name, _row
    ) as integer) as line,
    product_id,
    product_name,
    quantity,
    unit_price,
    line_discount,
    cast(
        quantity * unit_price - coalesce(line_discount, 0) as decimal(18, 4)
    ) as amount
from shopify.export
