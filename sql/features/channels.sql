-- One row per customer as of $as_of: where they order, and how they pay.
-- Key: customer_id.
-- By customer: crm.customers, crm.orders, crm.sales.
-- The main channel and way of payment are those of most orders, of equally many
-- the later one.
with

sold as (
    select
        sales.customer_id,
        sales.day,
        orders.channel,
        orders.payment_method
    from crm.sales as sales
    join crm.orders as orders
        on orders.source = sales.order_source
        and orders.order_id = sales.order_id
    where sales.kind = 'order'
        and sales.customer_id is not null
        and sales.day <= $as_of::date
),

channels as (
    select
        customer_id,
        channel,
        row_number() over (
            partition by customer_id
            order by count(*) desc, max(day) desc, channel
        ) as place,
        row_number() over (
            partition by customer_id order by min(day), channel
        ) as nth
    from sold
    where channel is not null
    group by customer_id, channel
),

payments as (
    select customer_id, payment_method
    from sold
    where payment_method is not null
    group by customer_id, payment_method
    qualify row_number() over (
        partition by customer_id
        order by count(*) desc, max(day) desc, payment_method
    ) = 1
),

buyers as (
    select distinct customer_id from sold
)

select
    customers.customer_id,
    main.channel as main_channel,
    earliest.channel as first_channel,
    payments.payment_method as main_payment
from crm.customers as customers
left join buyers on buyers.customer_id = customers.customer_id
left join payments on payments.customer_id = customers.customer_id
left join channels as main
    on main.customer_id = customers.customer_id and main.place = 1
left join channels as earliest
    on earliest.customer_id = customers.customer_id and earliest.nth = 1
where coalesce(customers.created_on <= $as_of::date, true)
    or buyers.customer_id is not null
