-- One row per order line whose product has a category in one of the sources.
-- Working table.
-- Of sources that use one product id for different things the line's own
-- counts, then the order's, then the first by name that has a category.
with

named as (
    select source, product_id, category,
        row_number() over (partition by product_id order by source) as place
    from crm.products
    where category is not null
)

select
    lines.source,
    lines.order_source,
    lines.order_id,
    lines.line,
    lines.quantity,
    coalesce(own.category, sold.category, other.category) as category
from crm.order_lines as lines
join named as other
    on other.product_id = lines.product_id and other.place = 1
left join named as own
    on own.product_id = lines.product_id and own.source = lines.source
left join named as sold
    on sold.product_id = lines.product_id
    and sold.source = lines.order_source
