-- One row per order: goods sold to a customer.
-- Key: order_id, source.
-- Check: order_id is not null; no order id.
-- Check: amount is not null; no amount.
-- Check: coalesce(ordered_on, ordered_at::date) is not null; no day of order.
-- The amount is for goods, after discount, before tax and shipping.
select
    orders.source,
    orders.order_id,
    orders.contact_source,
    orders.contact_id,
    members.customer_id,
    cast(orders.ordered_at as timestamp) as ordered_at,
    coalesce(
        cast(orders.ordered_on as date),
        cast(cast(orders.ordered_at as timestamp) as date)
    ) as ordered_on,
    lower(orders.status) as status,
    orders.channel,
    orders.payment_method,
    orders.coupon,
    cast(orders.amount as decimal(18, 4)) as amount,
    cast(orders.discount as decimal(18, 4)) as discount,
    cast(orders.shipping as decimal(18, 4)) as shipping,
    cast(orders.tax as decimal(18, 4)) as tax,
    coalesce(upper(orders.currency), $currency) as currency
from incoming.orders as orders
left join identity.members as members
    on members.source = orders.contact_source
    and members.record_id = orders.contact_id
