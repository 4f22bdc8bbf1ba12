-- One row per invoice.
select
    source,
    min(_row) as _row,
    invoiceno as order_id,
    min(customerid) as contact_id,
    min(invoicedate) as ordered_at,
    cast(sum(
        cast(quantity as decimal(18, 4)) * cast(unitprice as decimal(18, 4))
    ) as varchar) as amount
from online_retail.export
group by source, invoiceno
