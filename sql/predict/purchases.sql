-- One row per line that was bought, or per order that has none: who and what.
-- Working table.
-- Amounts are in the pipeline's currency; lines that were brought back later
-- were bought on their day all the same. A product's name is that of the line's
-- or the order's source, of both the first by name.
with

products as (
    select source, product_id, name
    from crm.products
    where name is not null
),

lines as (
    select
        lines.order_source,
        lines.order_id,
        lines.product_id,
        lines.category,
        lines.quantity,
        lines.amount,
        case
            when lines.source <= lines.order_source
                then coalesce(own.name, sold.name)
            else coalesce(sold.name, own.name)
        end as product
    from crm.order_lines as lines
    left join products as own
        on own.product_id = lines.product_id and own.source = lines.source
    left join products as sold
        on sold.product_id = lines.product_id
        and sold.source = lines.order_source
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
    lines.category,
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
where sales.kind = 'order'
    and sales.customer_id is not null
    and sales.amount is not null
    and sales.day <= $as_of::date
