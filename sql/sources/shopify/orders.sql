-- One row per order of a Shopify orders export.
-- Document: name.
-- Optional: phone, tags, source_name, location, risk_level, refunded_amount.
-- Order fields stand on the first row of an order only; Total is never summed.
select
    source,
    _row,
    name as order_id,
    md5(
        lower(trim(coalesce(nullif(email, ''), ltrim(phone, ''''), ''))) || '|'
        || lower(trim(coalesce(billing_name, '')))
    ) as contact_id,
    local_time(
        try_strptime(created_at, '%Y-%m-%d %H:%M:%S %z'), $time_zone
    ) as ordered_at,
    case
        when nullif(cancelled_at, '') is not null then 'cancelled'
        else financial_status
    end as status,
    coalesce(nullif(source_name, ''), 'web') as channel,
    payment_method,
    discount_code as coupon,
    subtotal as amount,
    discount_amount as discount,
    shipping,
    taxes as tax,
    currency,
    tags,
    location,
    risk_level,
    fulfillment_status,
    shipping_method,
    shipping_province
from shopify.export
where nullif(total, '') is not null
