-- One row per line of an order: its product, its amount and what it cost.
-- Working table.
-- The cost is that of the line, else of the product, of the order's source or
-- another's, at the rate of the order's day; null is not known.
with

products as (
    select
        source,
        product_id,
        unit_cost,
        currency,
        row_number() over (partition by product_id order by source) as place
    from crm.products
    where unit_cost is not null
),

costs as (
    select
        lines.*,
        orders.ordered_on,
        coalesce(lines.unit_cost, own.unit_cost, other.unit_cost) as each,
        case
            when lines.unit_cost is not null then lines.currency
            else coalesce(own.currency, other.currency)
        end as cost_currency
    from crm.order_lines as lines
    join crm.orders as orders
        on orders.source = lines.order_source
        and orders.order_id = lines.order_id
    left join products as own
        on own.product_id = lines.product_id
        and own.source = lines.order_source
    left join products as other
        on other.product_id = lines.product_id and other.place = 1
)

select
    costs.source,
    costs.order_source,
    costs.order_id,
    costs.line,
    costs.product_id,
    costs.quantity,
    costs.discount,
    coalesce(costs.amount, 0) as amount,
    cast(
        cast(abs(costs.quantity) * costs.each as decimal(18, 4)) * exchange.rate
        as decimal(18, 4)
    ) as cost
from costs
left join crm.exchange as exchange
    on exchange.currency = costs.cost_currency
    and costs.ordered_on >= exchange.since
    and costs.ordered_on < exchange.until
