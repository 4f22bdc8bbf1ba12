-- One row per order or return of a customer as of $as_of.
-- Key: order_id, line, kind, order_source, source.
-- In the pipeline's currency; margin is what is left of it.
select
    source,
    order_source,
    order_id,
    line,
    kind,
    customer_id,
    day,
    min(day) filter (where kind = 'order') over (
        partition by order_source, order_id
    ) as ordered_on,
    amount,
    cast(amount * $economics_margin as decimal(18, 4)) as margin
from crm.sales
where customer_id is not null and day <= $as_of::date
