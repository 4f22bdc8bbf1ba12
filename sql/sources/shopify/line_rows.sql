-- One row per row of a Shopify orders export: its number within the order,
-- the same however the rows of the file are mixed.
select
    source,
    _row,
    row_number() over (
        partition by source, name
        order by lineitem_sku, lineitem_price, lineitem_quantity,
            lineitem_discount, lineitem_name, _row
    ) as line
from shopify.export
