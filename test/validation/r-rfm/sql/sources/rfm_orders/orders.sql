-- One row per order; the file has no order ids, so equal rows are numbered.
select
    source,
    _row,
    customer_id || '/' || order_date || '/' || revenue || '/'
        || row_number() over (
            partition by customer_id, order_date, revenue order by _row
        ) as order_id,
    customer_id as contact_id,
    order_date as ordered_on,
    revenue as amount
from rfm_orders.export
