-- One row per person of a Shopify orders export who left an e-mail address:
-- what the last order says of marketing by e-mail.
with

orders as (
    select
        source,
        _row,
        created_at || ' ' || name as moment,
        accepts_marketing,
        md5(
            lower(trim(email)) || '|' || lower(trim(coalesce(billing_name, '')))
        ) as contact_id,
        local_time(
            try_strptime(created_at, '%Y-%m-%d %H:%M:%S %z'), $time_zone
        ) as ordered_at
    from shopify.export
    where nullif(total, '') is not null and nullif(email, '') is not null
)

select
    source,
    min(_row) as _row,
    contact_id,
    'email' as channel,
    'checkout' as basis,
    max_by(accepts_marketing, moment) as given,
    max(ordered_at) as at
from orders
group by source, contact_id
