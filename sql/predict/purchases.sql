-- One row per line that was bought, or per order that has none: who and what.
-- Working table.
-- Amounts are in the pipeline's currency; lines that were brought back later
-- were bought on their day all the same.
with

lines as (
    select
        lines.*,
        row_number() over (
            partition by products.product_id, lines.source, lines.order_source,
                lines.order_id, lines.line
            order by products.source
        ) as place,
        products.name as product
    from crm.order_lines as lines
    left join crm.products as products
        on products.product_id = lines.product_id
        and products.source in (lines.source, lines.order_source)
    where lines.quantity > 0
)

select
    sales.customer_id,
    sales.day,
    sales.source,
    sales.order_id,
    orders.channel,
    orders.coupon,
    lines.product_id,
    lines.product,
    categories.category,
    lines.quantity,
    case when lines.order_id is null then sales.amount
        else cast(lines.amount * sales.rate as decimal(18, 4))
    end as amount,
    sales.amount as order_amount
from crm.sales as sales
join crm.orders as orders
    on orders.source = sales.source and orders.order_id = sales.order_id
left join lines
    on lines.order_source = sales.source
    and lines.order_id = sales.order_id
    and lines.place = 1
left join crm.line_categories as categories
    on categories.source = lines.source
    and categories.order_source = lines.order_source
    and categories.order_id = lines.order_id
    and categories.line = lines.line
where sales.kind = 'order'
    and sales.customer_id is not null
    and sales.amount is not null
    and sales.day <= $as_of::date
