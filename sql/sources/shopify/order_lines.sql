-- One row per line item of a Shopify orders export, and one per refund.
-- A refund names no line and no day: it is line 0 of its order, at most its
-- goods, on the day on which the order was fulfilled, paid or made.
with

numbers as (
    select
        source,
        _row,
        row_number() over (
            partition by source, name
            order by lineitem_sku, lineitem_price, lineitem_quantity,
                lineitem_discount, lineitem_name, _row
        ) as line
    from shopify.export
),

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
    numbers.line,
    cast(null as date) as returned_on,
    cast(quantity * unit_price - coalesce(discount, 0) as decimal(18, 4))
        as amount
from items
join numbers on numbers.source = items.source and numbers._row = items._row
union all
select
    source,
    _row,
    name as order_id,
    null as product_id,
    null as product_name,
    -1 as quantity,
    null as unit_price,
    null as discount,
    0 as line,
    try_cast(substr(coalesce(
        nullif(fulfilled_at, ''), nullif(paid_at, ''), created_at
    ), 1, 10) as date) as returned_on,
    -least(
        try_cast(refunded_amount as decimal(18, 4)),
        try_cast(subtotal as decimal(18, 4))
    ) as amount
from shopify.export
where try_cast(refunded_amount as decimal(18, 4)) > 0
    and nullif(cancelled_at, '') is null
