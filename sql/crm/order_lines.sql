-- One row per line of an order; a return is a line with a quantity below 0.
-- Key: order_id, line, order_source, source.
-- Number: line.
-- Check: order_id is not null; no order id.
-- Check: quantity is not null; no quantity.
-- Check: quantity >= 0 or coalesce(amount, unit_price) is not null; a return
--     without an amount or a price.
-- The order is one of the same source, or of order_source where that is set.
-- An amount that is not given is quantity * unit_price - discount, and of a
-- return what that was of the sale, below 0. A category that is not given is
-- the product's; of sources that use one product id for different things the
-- line's own counts, then the order's, then the first by name that has one. A
-- return has its own category, not that of the line that was sold.
with

named as (
    select
        source,
        product_id,
        category,
        row_number() over (partition by product_id order by source) as place
    from crm.products
    where category is not null
)

select
    lines.source,
    lines.order_id,
    cast(lines.line as integer) as line,
    coalesce(lines.order_source, lines.source) as order_source,
    orders.customer_id,
    lines.product_id,
    coalesce(
        lines.category, own.category, sold.category, other.category
    ) as category,
    cast(lines.quantity as decimal(18, 4)) as quantity,
    cast(lines.returned_on as date) as returned_on,
    cast(lines.unit_price as decimal(18, 4)) as unit_price,
    cast(lines.discount as decimal(18, 4)) as discount,
    coalesce(
        cast(lines.amount as decimal(18, 4)),
        cast(
            cast(lines.quantity as decimal(18, 4))
            * cast(lines.unit_price as decimal(18, 4))
            - coalesce(cast(lines.discount as decimal(18, 4)), 0)
            * case when cast(lines.quantity as decimal(18, 4)) < 0
                then -1 else 1 end
            as decimal(18, 4)
        )
    ) as amount,
    cast(lines.unit_cost as decimal(18, 4)) as unit_cost,
    coalesce(upper(lines.currency), orders.currency, $currency) as currency
from incoming.order_lines as lines
left join crm.orders as orders
    on orders.source = coalesce(lines.order_source, lines.source)
    and orders.order_id = lines.order_id
left join named as own
    on own.product_id = lines.product_id and own.source = lines.source
left join named as sold
    on sold.product_id = lines.product_id
    and sold.source = coalesce(lines.order_source, lines.source)
left join named as other
    on other.product_id = lines.product_id and other.place = 1
