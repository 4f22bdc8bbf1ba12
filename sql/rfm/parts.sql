-- One row per sale and channel, or sale and category, where the pipeline asks.
-- Working table.
-- An order's amount is shared out by the amounts of its lines. An order without
-- a channel and a line without a category are in none.
with

sales as (
    select * from crm.sales
    where customer_id is not null and day <= $as_of::date
),

lines as (
    select
        order_source,
        order_id,
        category,
        sum(amount) as amount
    from crm.order_lines
    where $rfm_by_category and quantity >= 0
    group by order_source, order_id, category
),

orders as (
    select order_source, order_id, sum(amount) as amount
    from lines
    group by order_source, order_id
)

select 'channel' as dimension, orders.channel as value, sales.customer_id,
    sales.day, sales.kind, sales.amount
from sales
join crm.orders as orders
    on orders.source = sales.order_source and orders.order_id = sales.order_id
where $rfm_by_channel and orders.channel is not null
union all
select 'category' as dimension, lines.category as value, sales.customer_id,
    sales.day, sales.kind,
    cast(
        sales.amount * coalesce(
            cast(lines.amount as double)
            / nullif(cast(orders.amount as double), 0),
            0
        )
        as decimal(18, 4)
    ) as amount
from sales
join lines
    on lines.order_source = sales.order_source
    and lines.order_id = sales.order_id
join orders
    on orders.order_source = sales.order_source
    and orders.order_id = sales.order_id
where sales.kind = 'order' and lines.category is not null
union all
select 'category' as dimension, lines.category as value, sales.customer_id,
    sales.day, sales.kind, sales.amount
from sales
join crm.order_lines as lines
    on lines.order_source = sales.order_source
    and lines.order_id = sales.order_id
    and lines.source = sales.source
    and lines.line = sales.line
where $rfm_by_category
    and sales.kind = 'return'
    and lines.quantity < 0
    and lines.category is not null
