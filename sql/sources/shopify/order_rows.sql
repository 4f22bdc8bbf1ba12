-- One row per order of a Shopify orders export: what its first row says.
-- Document: name.
-- Optional: phone, tags, source_name, location, risk_level, refunded_amount.
-- Order fields stand on the first row of an order only; Total is never summed.
-- A contact is an e-mail (or telephone) and a billing name; `moment` orders the
-- orders of one contact, the later the larger.
with

orders as (
    select
        source,
        _row,
        name as order_id,
        nullif(trim(email), '') as email,
        nullif(trim(ltrim(phone, '''')), '') as own_phone,
        nullif(trim(ltrim(billing_phone, '''')), '') as billing_phone,
        nullif(trim(billing_name), '') as full_name,
        billing_company as company,
        billing_street as street,
        billing_city as city,
        ltrim(billing_zip, '''') as postcode,
        billing_province as region,
        billing_country as country,
        local_time(
            try_strptime(created_at, '%Y-%m-%d %H:%M:%S %z'), $time_zone
        ) as ordered_at,
        case
            when nullif(cancelled_at, '') is not null then 'cancelled'
            else financial_status
        end as status,
        try_cast(substr(coalesce(
            nullif(fulfilled_at, ''), nullif(paid_at, ''), created_at
        ), 1, 10) as date) as refunded_on,
        coalesce(nullif(source_name, ''), 'web') as channel,
        try_cast(subtotal as decimal(18, 4)) as amount,
        try_cast(discount_amount as decimal(18, 4)) as discount,
        try_cast(shipping as decimal(18, 4)) as shipping,
        try_cast(taxes as decimal(18, 4)) as tax,
        try_cast(refunded_amount as decimal(18, 4)) as refunded,
        accepts_marketing,
        payment_method,
        discount_code as coupon,
        currency,
        tags,
        location,
        risk_level,
        fulfillment_status,
        shipping_method,
        shipping_province
    from shopify.export
    where total <> ''
)

select
    *,
    case when coalesce(email, own_phone) is not null then md5(
        lower(coalesce(email, own_phone)) || '|'
        || lower(coalesce(full_name, ''))
    ) end as contact_id,
    cast(epoch(ordered_at) as bigint) * 1000000
        + md5_number_lower(order_id) % 1000000 as moment
from orders
