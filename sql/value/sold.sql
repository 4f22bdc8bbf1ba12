-- One row per order of a customer as of $as_of: what it brought and cost.
-- Working table.
-- The part of the amount whose lines have no known cost leaves the rate
-- economics.margin; where that is not given either, margin is null.
with

costs as (
    select
        order_source,
        order_id,
        sum(cost) as cost,
        sum(discount) as discount,
        case
            when count(*) = count(cost) then 0
            when count(cost) = 0 or sum(amount) <= 0 then 1
            else greatest(least(
                sum(amount) filter (where cost is null) / sum(amount), 1
            ), 0)
        end as unknown
    from value.lines
    where quantity >= 0
    group by order_source, order_id
),

orders as (
    select
        sales.*,
        cast(coalesce(orders.discount, costs.discount, 0) * sales.rate
            as decimal(18, 4)) as discount,
        costs.cost,
        case when costs.cost is null then 1 else costs.unknown end as unknown
    from crm.sales as sales
    join crm.orders as orders
        on orders.source = sales.order_source
        and orders.order_id = sales.order_id
    left join costs
        on costs.order_source = sales.order_source
        and costs.order_id = sales.order_id
    where sales.kind = 'order'
        and sales.customer_id is not null
        and sales.amount is not null
        and sales.day <= $as_of::date
)

select
    order_source,
    order_id,
    customer_id,
    day,
    amount,
    discount,
    currency,
    original_amount,
    rate,
    case
        when unknown = 0 then amount - cost
        when unknown = 1 then cast(amount * $economics_margin as decimal(18, 4))
        else cast(
            amount - coalesce(cost, 0)
            - unknown * amount * (1 - $economics_margin::double)
            as decimal(18, 4)
        )
    end::decimal(18, 4) as margin,
    case
        when unknown = 0 then 'cost'
        when $economics_margin is null then 'unknown'
        when unknown = 1 then 'rate'
        else 'cost_and_rate'
    end as basis
from orders
