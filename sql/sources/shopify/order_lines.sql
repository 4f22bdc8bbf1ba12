-- One row per line item of a Shopify orders export, and one per refund.
-- A refund names no line and no day: it is line 0 of its order, at most its
-- goods, on the day on which the order was fulfilled, paid or made.
select
    source,
    _row,
    name as order_id,
    row_number() over (
        partition by source, name
        order by lineitem_sku, lineitem_name, lineitem_price, lineitem_quantity,
            lineitem_discount, _row
    ) as line,
    lineitem_sku as product_id,
    lineitem_name as product_name,
    lineitem_quantity as quantity,
    null as returned_on,
    lineitem_price as unit_price,
    lineitem_discount as discount,
    cast(try_cast(lineitem_price as decimal(18, 4))
        * try_cast(lineitem_quantity as integer)
        - coalesce(try_cast(lineitem_discount as decimal(18, 4)), 0)
        as varchar) as amount
from shopify.export
union all
select
    source,
    _row,
    name as order_id,
    0 as line,
    null as product_id,
    null as product_name,
    '-1' as quantity,
    substr(coalesce(
        nullif(fulfilled_at, ''), nullif(paid_at, ''), created_at
    ), 1, 10) as returned_on,
    null as unit_price,
    null as discount,
    cast(-least(
        try_cast(refunded_amount as decimal(18, 4)),
        try_cast(subtotal as decimal(18, 4))
    ) as varchar) as amount
from shopify.export
where try_cast(refunded_amount as decimal(18, 4)) > 0
    and nullif(cancelled_at, '') is null
