-- One row per product of an order, or return of it: in the order of time.
-- Working table.
-- Of customers and products of which something came back without naming its
-- order. Step 0: bought; 1: a return of this order; 2: one that names none.
with

unnamed as (
    select
        back.customer_id, lines.product_id, back.day, back.order_source,
        back.order_id, back.source, back.line, abs(lines.quantity) as quantity
    from crm.sales as back
    join crm.order_lines as lines
        on lines.order_source = back.order_source
        and lines.order_id = back.order_id
        and lines.source = back.source
        and lines.line = back.line
    left join value.sold as sold
        on sold.order_source = back.order_source
        and sold.order_id = back.order_id
    where back.kind = 'return' and back.day <= $as_of::date
        and sold.order_id is null and lines.product_id is not null
),

wanted as (
    select distinct customer_id, product_id from unnamed
),

named as (
    select
        sold.customer_id, lines.product_id,
        case when lines.quantity < 0 then 1 else 0 end as step,
        case when lines.quantity < 0
            then coalesce(lines.returned_on, sold.day) else sold.day
        end as day,
        sold.order_source, sold.order_id,
        sum(abs(lines.quantity)) as quantity
    from value.sold as sold
    join crm.order_lines as lines
        on lines.order_source = sold.order_source
        and lines.order_id = sold.order_id
    join wanted
        on wanted.customer_id = sold.customer_id
        and wanted.product_id = lines.product_id
    group by all
),

events as (
    select customer_id, product_id, day, step, order_source, order_id,
        null as source, null as line, quantity
    from named
    union all
    select customer_id, product_id, day, 2, order_source, order_id,
        source, line, quantity
    from unnamed
)

select
    *,
    row_number() over (
        order by customer_id, product_id, day, step, order_source, order_id,
            source, line
    ) as event,
    dense_rank() over (order by customer_id, product_id) as thread,
    dense_rank() over (order by order_source, order_id) as document
from events
