-- One row per customer.
select source, min(_row) as _row, customer_id as record_id
from cdnow.export
group by source, customer_id
