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
    select lines.*, categories.category,
        cast(lines.amount as double) / nullif(sum(lines.amount) over (
            partition by lines.order_source, lines.order_id,
                lines.quantity < 0
        ), 0) as part
    from crm.order_lines as lines
    left join crm.line_categories as categories
        on categories.source = lines.source
        and categories.order_source = lines.order_source
        and categories.order_id = lines.order_id
        and categories.line = lines.line
    where $rfm_by_category
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
    coalesce(sum(
        case
            when sales.kind = 'return' then sales.amount
            else cast(sales.amount * lines.part as decimal(18, 4))
        end
    ), 0)::decimal(18, 4) as amount
from sales
join lines
    on lines.order_source = sales.order_source
    and lines.order_id = sales.order_id
    and (sales.kind = 'return') = (lines.quantity < 0)
    and (sales.kind = 'order'
        or (lines.source = sales.source and lines.line = sales.line))
where $rfm_by_category and lines.category is not null
group by lines.category, sales.customer_id, sales.day, sales.kind,
    sales.source, sales.order_source, sales.order_id, sales.line
