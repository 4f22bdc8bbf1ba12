-- One row per purchase; the file has no order ids.
select
    source,
    _row,
    cast(_row as varchar) as order_id,
    customer_id as contact_id,
    date as ordered_on,
    dollar_value as amount
from cdnow.export
