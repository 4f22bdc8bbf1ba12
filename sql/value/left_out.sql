-- One row per order or return that value.sales does not have, and why.
-- Working table.
-- by_lines: the amount of an order of returns that its lines say. lost: no
-- reason that there may be.
with

kept_orders as (
    select order_source, order_id, original_amount
    from value.sales
    where kind = 'order' or line < 0
),

orders as (
    select
        orders.source,
        orders.order_id,
        orders.customer_id,
        orders.ordered_on as day,
        orders.currency,
        orders.amount,
        orders.status,
        kept.original_amount
    from crm.orders as orders
    left join kept_orders as kept
        on kept.order_source = orders.source
        and kept.order_id = orders.order_id
    where kept.order_id is null or orders.amount <> kept.original_amount
),

counted_orders as (
    select
        sales.order_source,
        sales.order_id,
        bool_or(sales.kind = 'order' or sales.line < 0) as is_counted,
        bool_or(sales.amount is null)
            filter (where sales.kind = 'order' or sales.line < 0) as no_rate
    from crm.sales as sales
    join orders
        on orders.source = sales.order_source
        and orders.order_id = sales.order_id
    group by sales.order_source, sales.order_id
),

returns as (
    select
        lines.source,
        lines.order_source,
        lines.order_id,
        lines.line,
        lines.customer_id,
        lines.returned_on as day,
        lines.currency,
        -abs(lines.amount) as amount,
        kept.original_amount
    from crm.order_lines as lines
    left join value.sales as kept
        on kept.source = lines.source
        and kept.order_source = lines.order_source
        and kept.order_id = lines.order_id
        and kept.line = lines.line
        and kept.kind = 'return'
    where lines.quantity < 0
        and (
            kept.order_id is null
            or -abs(lines.amount) <> kept.original_amount
        )
),

missing as (
    select
        orders.source,
        orders.source as order_source,
        orders.order_id,
        null as line,
        orders.currency,
        orders.original_amount is not null as is_kept,
        coalesce(counted.is_counted, false) as is_counted,
        coalesce(counted.no_rate, false) as no_rate,
        orders.customer_id,
        orders.day,
        case
            when counted.order_id is not null then 'by_lines'
            when orders.status is null then 'lost'
            else 'not_sold'
        end as otherwise,
        orders.amount - coalesce(orders.original_amount, 0) as amount
    from orders
    left join counted_orders as counted
        on counted.order_source = orders.source
        and counted.order_id = orders.order_id
    union all
    select
        returns.source,
        returns.order_source,
        returns.order_id,
        returns.line,
        returns.currency,
        returns.original_amount is not null as is_kept,
        counted.order_id is not null as is_counted,
        counted.order_id is not null and counted.amount is null as no_rate,
        returns.customer_id,
        coalesce(returns.day, sold.ordered_on) as day,
        case
            when sold.order_id is null then 'no_order'
            when sold.status is null then 'lost'
            else 'not_sold'
        end as otherwise,
        returns.amount - coalesce(returns.original_amount, 0) as amount
    from returns
    left join crm.sales as counted
        on counted.source = returns.source
        and counted.order_source = returns.order_source
        and counted.order_id = returns.order_id
        and counted.line = returns.line
        and counted.kind = 'return'
    left join crm.orders as sold
        on sold.source = returns.order_source
        and sold.order_id = returns.order_id
)

select
    source,
    order_source,
    order_id,
    line,
    currency,
    case
        when is_kept then 'by_lines'
        when is_counted then case
            when customer_id is null then 'no_customer'
            when day > $as_of::date then 'later'
            when no_rate then 'no_rate'
            else 'lost'
        end
        else otherwise
    end as reason,
    amount::decimal(18, 4) as amount
from missing
