-- One row per line of an order; a return is a line with a quantity below 0.
-- Key: order_id, line, source.
-- Check: order_id is not null; no order id.
-- Check: quantity is not null; no quantity.
select
    lines.source,
    lines.order_id,
    cast(lines.line as integer) as line,
    orders.customer_id,
    lines.product_id,
    cast(lines.quantity as decimal(18, 4)) as quantity,
    cast(lines.returned_on as date) as returned_on,
    cast(lines.unit_price as decimal(18, 4)) as unit_price,
    cast(lines.discount as decimal(18, 4)) as discount,
    cast(lines.amount as decimal(18, 4)) as amount,
    cast(lines.unit_cost as decimal(18, 4)) as unit_cost,
    coalesce(upper(lines.currency), orders.currency, $currency) as currency
from incoming.order_lines as lines
left join crm.orders as orders
    on orders.source = lines.source
    and orders.order_id = lines.order_id
