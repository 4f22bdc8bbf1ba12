-- One row per order of a Shopify orders export.
select
    source,
    _row,
    order_id,
    contact_id,
    ordered_at,
    status,
    coalesce(channel, 'web') as channel,
    payment_method,
    coupon,
    amount,
    discount,
    shipping,
    tax,
    currency,
    tags,
    location,
    risk_level,
    fulfillment_status,
    shipping_method,
    shipping_province
from shopify.export
where is_order
