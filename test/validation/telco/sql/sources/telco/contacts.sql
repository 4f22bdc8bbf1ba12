-- One row per customer.
select source, _row, customerid as record_id
from telco.export
