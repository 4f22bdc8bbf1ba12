-- One row per invoice line.
select
    source,
    _row,
    invoiceno as order_id,
    row_number() over (
        partition by source, invoiceno
        order by stockcode, quantity, unitprice, _row
    ) as line,
    stockcode as product_id,
    quantity,
    unitprice as unit_price,
    cast(quantity as decimal(18, 4)) * cast(unitprice as decimal(18, 4))
        as amount
from online_retail.export
