-- One row per customer as of $as_of: what they order, and at what discounts.
-- Key: customer_id.
-- By customer: crm.customers, crm.order_lines, crm.orders, crm.sales.
-- discounted_share is of the orders, null where none tells discounts.
with

sold as (
    select
        sales.customer_id,
        sales.order_source,
        sales.order_id,
        orders.discount,
        orders.coupon
    from crm.sales as sales
    join crm.orders as orders
        on orders.source = sales.order_source
        and orders.order_id = sales.order_id
    where sales.kind = 'order'
        and sales.customer_id is not null
        and sales.day <= $as_of::date
),

sums as (
    select
        customer_id,
        case when count(discount) + count(coupon) > 0
            then count(*) filter (where discount > 0 or coupon is not null)
                / count(*)
        end::decimal(9, 4) as discounted_share
    from sold
    group by customer_id
),

varied as (
    select sold.customer_id, count(distinct lines.category) as categories
    from sold
    join crm.order_lines as lines
        on lines.order_source = sold.order_source
        and lines.order_id = sold.order_id
    where lines.quantity > 0 and lines.category is not null
    group by sold.customer_id
)

select
    customers.customer_id,
    coalesce(varied.categories, 0) as categories,
    sums.discounted_share
from crm.customers as customers
left join sums on sums.customer_id = customers.customer_id
left join varied on varied.customer_id = customers.customer_id
where coalesce(customers.created_on <= $as_of::date, true)
    or sums.customer_id is not null
