-- One row per order of a customer as of $as_of: from gross to margin.
-- Key: order_id, source.
-- In the pipeline's currency; gross is before discounts, amount after, net what
-- is left of it after returns, margin what that leaves after the cost of goods;
-- basis says whether by the lines' costs, by economics.margin, or not known.
with

returned as (
    select
        sold_source,
        sold_id,
        count(*) as returns,
        sum(-amount) as returned,
        sum(margin) as margin,
        count(*) = count(margin) as known
    from value.sales
    where kind = 'return' and sold_id is not null
    group by sold_source, sold_id
)

select
    sold.order_source as source,
    sold.order_id,
    sold.customer_id,
    sold.day as ordered_on,
    sold.currency,
    (sold.amount + sold.discount)::decimal(18, 4) as gross,
    sold.discount,
    sold.amount,
    coalesce(returned.returns, 0) as returns,
    coalesce(returned.returned, 0)::decimal(18, 4) as returned,
    (sold.amount - coalesce(returned.returned, 0))::decimal(18, 4) as net,
    case when coalesce(returned.known, true)
        then sold.margin + coalesce(returned.margin, 0)
    end::decimal(18, 4) as margin,
    sold.basis
from value.sold as sold
left join returned
    on returned.sold_source = sold.order_source
    and returned.sold_id = sold.order_id
