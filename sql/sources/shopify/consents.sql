-- One row per contact of a Shopify orders export who left an e-mail address:
-- what the last order says of marketing by e-mail.
select
    orders.source,
    orders._row,
    orders.contact_id,
    'email' as channel,
    'checkout' as basis,
    orders.accepts_marketing as given,
    orders.ordered_at as at
from shopify.last_orders as last_orders
join shopify.export as orders
    on orders.source = last_orders.source
    and orders._row = last_orders._row
where orders.email is not null
