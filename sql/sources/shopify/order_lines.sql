-- One row per line item of a Shopify orders export, and one per refund.
-- A refund names no line and no day: it is line 0 of its order, at most its
-- goods, on the day on which the order was fulfilled, paid or made.
select
    source,
    _row,
    order_id,
    cast(null as integer) as line,
    product_id,
    product_name,
    quantity,
    cast(null as date) as returned_on,
    unit_price,
    line_discount as discount,
    cast(
        quantity * unit_price - coalesce(line_discount, 0) as decimal(18, 4)
    ) as amount
from shopify.export
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
where refunded > 0 and status is distinct from 'cancelled'
