-- One row per contact of a Shopify orders export who left an e-mail address:
-- what the last order by $as_of says of marketing by e-mail.
select
    source,
    _row,
    contact_id,
    'email' as channel,
    'checkout' as basis,
    accepts_marketing as given,
    answered_at as at
from shopify.last_orders
where accepts_marketing is not null
