-- One row per customer with an order or a return: from gross to margin.
-- Working table.
-- Where no margin is known of a sale, it is the firm's share of what is known;
-- where none is known of anything, by_margin is false and it is the amount.
with

firm as (
    select
        count(margin) > 0 as by_margin,
        case
            when count(margin) = 0 then 1
            else coalesce(
                sum(margin)::double / nullif(
                    sum(amount) filter (where margin is not null), 0
                ), 0
            )
        end as share
    from value.sales
    where kind = 'order'
),

sales as (
    select
        sales.*,
        firm.by_margin,
        coalesce(
            sales.margin, cast(sales.amount * firm.share as decimal(18, 4))
        ) as left_over
    from value.sales as sales
    cross join firm
),

discounts as (
    select customer_id, sum(discount) as discounts
    from value.sold
    group by customer_id
)

select
    sales.customer_id,
    bool_and(sales.by_margin) as by_margin,
    count(*) filter (where kind = 'order') as orders,
    (coalesce(sum(amount) filter (where kind = 'order'), 0)
        + coalesce(min(discounts.discounts), 0))::decimal(18, 4) as gross,
    coalesce(min(discounts.discounts), 0)::decimal(18, 4) as discounts,
    coalesce(sum(-amount) filter (where kind = 'return'), 0)::decimal(18, 4)
        as returned,
    sum(amount)::decimal(18, 4) as net,
    sum(left_over)::decimal(18, 4) as margin,
    coalesce(sum(-left_over) filter (where kind = 'return'), 0)::decimal(18, 4)
        as margin_returned,
    count(distinct case when kind = 'return' then concat_ws(
        '|', order_source, order_id, day::varchar
    ) end) as returns
from sales
left join discounts on discounts.customer_id = sales.customer_id
group by sales.customer_id
