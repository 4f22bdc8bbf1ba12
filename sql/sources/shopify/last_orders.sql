-- One row per contact of a Shopify orders export: its last order, the day of
-- its first, the last telephone number that it gave, and what it last said of
-- marketing by e-mail as of $as_of.
with

answers as (
    select
        source,
        _row,
        contact_id,
        phone,
        accepts_marketing,
        ordered_at,
        moment,
        email is not null
        and lower(accepts_marketing) in ('yes', 'no', 'true', 'false')
        and cast(ordered_at as date) <= $as_of::date as answered,
        -- Of two answers at one time the withdrawal is the later.
        cast(epoch(ordered_at) as bigint) * 2
        + case
            when lower(accepts_marketing) in ('no', 'false') then 1
            else 0
        end as answer
    from shopify.export
    where contact_id is not null
),

lasts as (
    select
        source,
        contact_id,
        max_by(_row, moment) as _row,
        min(ordered_at) as first_at,
        max_by(phone, moment) filter (where phone is not null) as phone,
        max_by(accepts_marketing, answer) filter (where answered)
            as accepts_marketing,
        max(ordered_at) filter (where answered) as answered_at
    from answers
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
    lasts.accepts_marketing,
    lasts.answered_at,
    orders.ordered_at,
    lasts.first_at
from lasts
join shopify.export as orders
    on orders.source = lasts.source
    and orders._row = lasts._row
