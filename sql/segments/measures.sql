-- One row per customer with at least one purchase as of $as_of.
-- Key: customer_id.
-- Days since the last and the first purchase, days with one, net revenue, and
-- categories; shares of the value returned, of the orders at a discount, and of
-- those through the firm's largest channels. Null is not known.
with

sold as (
    select source, order_id, customer_id, day
    from crm.sales
    where kind = 'order' and customer_id is not null and day <= $as_of::date
),

bought as (
    select
        customer_id,
        date_diff('day', max(day) filter (where kind = 'order'), $as_of::date)
            as recency,
        count(distinct day) filter (where kind = 'order') as frequency,
        sum(amount) as monetary,
        date_diff('day', min(day) filter (where kind = 'order'), $as_of::date)
            as tenure,
        sum(amount) filter (where kind = 'order') as gross,
        coalesce(sum(-amount) filter (where kind = 'return'), 0) as returned
    from crm.sales
    where customer_id is not null and day <= $as_of::date
    group by customer_id
    having frequency > 0
),

ordered as (
    select
        sold.customer_id,
        count(*) as orders,
        count(*) filter (where discount is not null or coupon is not null)
            as told,
        count(*) filter (where discount > 0 or coupon is not null)
            as discounted,
        count(*) filter (where channels.place = 1) as first_channel,
        count(*) filter (where channels.place = 2) as second_channel
    from sold
    join crm.orders as orders
        on orders.source = sold.source and orders.order_id = sold.order_id
    left join segments.channels as channels
        on channels.channel = orders.channel
    group by sold.customer_id
),

varied as (
    select sold.customer_id, count(distinct lines.category) as categories
    from sold
    join crm.order_lines as lines
        on lines.order_source = sold.source
        and lines.order_id = sold.order_id
    where lines.quantity > 0 and lines.category is not null
    group by sold.customer_id
)

select
    bought.customer_id,
    cast(recency as integer) as recency,
    cast(frequency as integer) as frequency,
    monetary,
    cast(tenure as integer) as tenure,
    cast(nullif(categories, 0) as integer) as categories,
    case when gross > 0 then least(returned / gross, 1) end::decimal(18, 6)
        as returns,
    case when told > 0 then discounted / orders end::decimal(18, 6)
        as discounts,
    case when exists (select 1 from segments.channels where place = 1)
        then first_channel / orders end::decimal(18, 6) as first_channel,
    case when exists (select 1 from segments.channels where place = 2)
        then second_channel / orders end::decimal(18, 6) as second_channel
from bought
left join ordered on ordered.customer_id = bought.customer_id
left join varied on varied.customer_id = bought.customer_id
