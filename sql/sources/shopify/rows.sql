-- One row per row of a Shopify orders export: a line item, and on the first
-- row of each order the order's own fields. Total is never summed.
-- Document: order_id.
-- Optional: phone, tags, source_name, location, risk_level, refunded_amount.
-- A contact is an e-mail (or telephone) and a billing name; `moment` orders the
-- orders of one contact, the later the larger; _misfit is what cannot be read.
with

cleaned as (
    select
        name as order_id,
        total <> '' as is_order,
        lineitem_sku as product_id,
        lineitem_name as product_name,
        try_cast(lineitem_quantity as decimal(18, 4)) as quantity,
        try_cast(lineitem_price as decimal(18, 4)) as unit_price,
        try_cast(lineitem_discount as decimal(18, 4)) as line_discount,
        case when total <> '' then trimmed(email) end as email,
        trimmed(replace(phone, '''', '')) as own_phone,
        trimmed(replace(billing_phone, '''', '')) as billing_phone,
        trimmed(billing_name) as full_name,
        billing_company as company,
        billing_street as street,
        billing_city as city,
        replace(billing_zip, '''', '') as postcode,
        billing_province as region,
        billing_country as country,
        case when total <> '' then local_time(
            try_strptime(created_at, '%Y-%m-%d %H:%M:%S %z'), $time_zone
        ) end as ordered_at,
        case
            when nullif(cancelled_at, '') is not null then 'cancelled'
            else financial_status
        end as status,
        case when total <> '' then try_cast(substr(coalesce(
            nullif(fulfilled_at, ''), nullif(paid_at, ''), created_at
        ), 1, 10) as date) end as refunded_on,
        source_name as channel,
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
        shipping_province,
        case
            when lineitem_quantity <> ''
                and try_cast(lineitem_quantity as decimal(18, 4)) is null
                then 'lineitem_quantity: not a number'
            when lineitem_price <> ''
                and try_cast(lineitem_price as decimal(18, 4)) is null
                then 'lineitem_price: not a number'
            when lineitem_discount <> ''
                and try_cast(lineitem_discount as decimal(18, 4)) is null
                then 'lineitem_discount: not a number'
            when subtotal <> ''
                and try_cast(subtotal as decimal(18, 4)) is null
                then 'subtotal: not a number'
            when discount_amount <> ''
                and try_cast(discount_amount as decimal(18, 4)) is null
                then 'discount_amount: not a number'
            when shipping <> ''
                and try_cast(shipping as decimal(18, 4)) is null
                then 'shipping: not a number'
            when taxes <> ''
                and try_cast(taxes as decimal(18, 4)) is null
                then 'taxes: not a number'
            when refunded_amount <> ''
                and try_cast(refunded_amount as decimal(18, 4)) is null
                then 'refunded_amount: not a number'
            when coalesce(total, '') = ''
                and (subtotal <> '' or financial_status <> '')
                then 'total: empty in an order'
            when total <> '' and try_cast(total as decimal(18, 4)) is null
                then 'total: not a number'
            when total <> '' and created_at <> '' and try_strptime(
                created_at, '%Y-%m-%d %H:%M:%S %z'
            ) is null then 'created_at: not a moment with its offset'
        end as _misfit
    from shopify.file
)

select
    * exclude (own_phone, billing_phone),
    coalesce(own_phone, billing_phone) as phone,
    case when is_order and coalesce(email, own_phone) is not null then md5(
        lower(coalesce(email, own_phone)) || '|'
        || lower(coalesce(full_name, ''))
    ) end as contact_id,
    case when is_order then cast(
        cast(epoch(ordered_at) as bigint) * 1000000
        + hash(order_id) % 1000000
        as bigint
    ) end as moment
from cleaned
