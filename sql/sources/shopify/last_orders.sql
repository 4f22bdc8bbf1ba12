-- One row per contact of a Shopify orders export: its first and last order.
select
    source,
    contact_id,
    max_by(_row, moment) as _row,
    min(ordered_at) as first_at,
    max_by(coalesce(phone, billing_phone), moment)
        filter (where coalesce(phone, billing_phone) is not null) as phone
from shopify.export
where contact_id is not null
group by source, contact_id
