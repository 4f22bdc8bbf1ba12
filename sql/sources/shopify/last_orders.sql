-- One row per contact of a Shopify orders export: its last order, the day of
-- its first and the last telephone number that it gave.
with

lasts as (
    select
        source,
        contact_id,
        max_by(_row, moment) as _row,
        min(ordered_at) as first_at,
        max_by(phone, moment) filter (where phone is not null) as phone
    from shopify.export
    where contact_id is not null
    group by source, contact_id
)

select
    orders.source,
    orders._row,
    orders.contact_id,
    orders.full_name,
    orders.company,
    orders.email,
    lasts.phone,
    orders.street,
    orders.city,
    orders.postcode,
    orders.region,
    orders.country,
    orders.accepts_marketing,
    orders.ordered_at,
    lasts.first_at
from lasts
join shopify.export as orders
    on orders.source = lasts.source
    and orders._row = lasts._row
