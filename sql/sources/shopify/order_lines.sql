-- One row per line item of a Shopify orders export, and one per refund.
-- A refund names no line and no day: it is line 0 of its order, at most its
-- goods, on the day on which the order was fulfilled, paid or made.
with

items as (
    select
        source,
        _row,
        name as order_id,
        lineitem_sku as product_id,
        lineitem_name as product_name,
        try_cast(lineitem_quantity as decimal(18, 4)) as quantity,
        try_cast(lineitem_price as decimal(18, 4)) as unit_price,
        try_cast(lineitem_discount as decimal(18, 4)) as discount
    from shopify.export
)

select
    items.*,
    line_rows.line,
    cast(null as date) as returned_on,
    cast(quantity * unit_price - coalesce(discount, 0) as decimal(18, 4))
        as amount
from items
join shopify.line_rows as line_rows
    on line_rows.source = items.source
    and line_rows._row = items._row
union all
select
    source,
    _row,
    order_id,
    null as product_id,
    null as product_name,
    -1 as quantity,
    null as unit_price,
    null as discount,
    0 as line,
    refunded_on as returned_on,
    -least(refunded, amount) as amount
from shopify.order_rows
where refunded > 0 and status <> 'cancelled'
