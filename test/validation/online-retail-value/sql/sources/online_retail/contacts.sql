-- One row per customer.
select
    source,
    min(_row) as _row,
    customerid as record_id,
    max_by(country, invoicedate || invoiceno) as country
from online_retail.export
group by source, customerid
