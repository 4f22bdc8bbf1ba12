-- One row per order or return of a customer as of $as_of.
-- Key: order_id, line, kind, order_source, source.
-- In the pipeline's currency, at the rate of the order's day; margin is what is
-- left of it. A return belongs to its order (match: named), or to the latest
-- before it of the customer with enough of the product left (product), or to
-- none: then ordered_on is null. It gives its goods back at their cost.
with

matched as (
    select
        back.source, back.order_source, back.order_id, back.line,
        bought.order_source as sold_source, bought.order_id as sold_id
    from value.matches as matches
    join value.events as back on back.event = matches.event
    join value.events as bought on bought.event = matches.bought
),

returns as (
    select
        back.*,
        case
            when matched.sold_id is not null then 'product'
            when sold.order_id is not null then 'named'
            else 'unmatched'
        end as match,
        coalesce(matched.sold_source, sold.order_source) as sold_source,
        coalesce(matched.sold_id, sold.order_id) as sold_id
    from crm.sales as back
    left join matched
        on matched.source = back.source
        and matched.order_source = back.order_source
        and matched.order_id = back.order_id
        and matched.line = back.line
    left join value.sold as sold
        on sold.order_source = back.order_source
        and sold.order_id = back.order_id
    where back.kind = 'return' and back.customer_id is not null
        and back.day <= $as_of::date
),

valued as (
    select
        returns.* exclude (amount),
        sold.day as ordered_on,
        case
            when sold.currency = returns.currency
                then cast(original_amount * sold.rate as decimal(18, 4))
            else returns.amount
        end as amount,
        lines.cost,
        case
            when sold.amount > 0 then sold.margin::double / sold.amount
            else $economics_margin::double
        end as share
    from returns
    left join (
        select * exclude (original_amount) from value.sold
    ) as sold
        on sold.order_source = returns.sold_source
        and sold.order_id = returns.sold_id
    left join value.lines as lines
        on lines.source = returns.source
        and lines.order_source = returns.order_source
        and lines.order_id = returns.order_id
        and lines.line = returns.line
)

select
    order_source as source, order_source, order_id, 0 as line, 'order' as kind,
    customer_id, day, day as ordered_on, amount, margin, currency,
    original_amount, null::varchar as match, order_source as sold_source,
    order_id as sold_id
from value.sold
union all
select
    source, order_source, order_id, line, kind, customer_id, day, ordered_on,
    amount,
    case
        when cost is not null then amount + cost
        else cast(amount * share as decimal(18, 4))
    end::decimal(18, 4) as margin,
    currency, original_amount, match, sold_source, sold_id
from valued
where amount is not null
