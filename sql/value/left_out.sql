-- One row per order or return that value.sales does not have, and why.
-- Working table.
-- by_lines: the amount of an order of returns that its lines say. lost: no
-- reason that there may be.
with

moves as (
    select source, source as order_source, order_id, null as line,
        customer_id, ordered_on as day, currency, amount
    from crm.orders
    union all
    select lines.source, lines.order_source, lines.order_id, lines.line,
        lines.customer_id, coalesce(lines.returned_on, orders.ordered_on),
        lines.currency, -abs(lines.amount)
    from crm.order_lines as lines
    left join crm.orders as orders
        on orders.source = lines.order_source
        and orders.order_id = lines.order_id
    where lines.quantity < 0
),

kept as (
    select source, order_source, order_id,
        case when kind = 'return' and line >= 0 then line end as line,
        original_amount
    from value.sales
),

counted as (
    select source, order_source, order_id, amount,
        case when kind = 'return' and line >= 0 then line end as line
    from crm.sales
),

missing as (
    select
        moves.*,
        kept.order_id is not null as is_kept,
        coalesce(kept.original_amount, 0) as kept_amount
    from moves
    left join kept
        on kept.source = moves.source
        and kept.order_source = moves.order_source
        and kept.order_id = moves.order_id
        and kept.line is not distinct from moves.line
    where kept.order_id is null or moves.amount <> kept.original_amount
),

documents as (
    select distinct order_source, order_id
    from crm.sales
    where (order_source, order_id) in (
        select order_source, order_id from missing
    )
)

select
    missing.source,
    missing.order_source,
    missing.order_id,
    missing.line,
    missing.currency,
    case
        when missing.is_kept then 'by_lines'
        when counted.order_id is not null then case
            when missing.customer_id is null then 'no_customer'
            when missing.day > $as_of::date then 'later'
            when counted.amount is null then 'no_rate'
            else 'lost'
        end
        when missing.line is null and documents.order_id is not null
            then 'by_lines'
        when missing.line is not null and orders.order_id is null
            then 'no_order'
        when orders.status is null then 'lost'
        else 'not_sold'
    end as reason,
    (missing.amount - missing.kept_amount)::decimal(18, 4) as amount
from missing
left join counted
    on counted.source = missing.source
    and counted.order_source = missing.order_source
    and counted.order_id = missing.order_id
    and counted.line is not distinct from missing.line
left join documents
    on missing.line is null
    and documents.order_source = missing.order_source
    and documents.order_id = missing.order_id
left join crm.orders as orders
    on orders.source = missing.order_source
    and orders.order_id = missing.order_id
