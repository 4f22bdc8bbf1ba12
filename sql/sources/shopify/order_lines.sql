-- One row per line item of a Shopify orders export, and one per refund.
-- A refund names no line and no day: it is line 0 of its order, at most its
-- goods, on the day on which the order was fulfilled, paid or made.
select
    items.source,
    items._row,
    items.order_id,
    line_rows.line,
    items.product_id,
    items.product_name,
    items.quantity,
    cast(null as date) as returned_on,
    items.unit_price,
    items.line_discount as discount,
    cast(
        items.quantity * items.unit_price - coalesce(items.line_discount, 0)
        as decimal(18, 4)
    ) as amount
from shopify.export as items
join shopify.line_rows as line_rows
    on line_rows.source = items.source
    and line_rows._row = items._row
union all
select
    source,
    _row,
    order_id,
    0 as line,
    null as product_id,
    null as product_name,
    -1 as quantity,
    refunded_on as returned_on,
    null as unit_price,
    null as discount,
    -least(refunded, amount) as amount
from shopify.export
where refunded > 0 and status <> 'cancelled'
