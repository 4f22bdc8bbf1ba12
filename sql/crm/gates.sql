-- One row per gate of the contract: passed where value is at most the limit.
-- A gate without a limit only tells.
select
    'amounts_without_rate' as gate,
    count(*) as value,
    0 as threshold,
    'sales in a foreign currency with no rate on or before their day' as meaning
from crm.sales
where amount is null
union all
select
    'lines_of_nobody',
    count(*),
    null,
    'source(s) of which no order line has a customer, as if the orders were '
        || 'of another source (order_source)'
        || coalesce(': ' || string_agg(source, ' ' order by source), '')
from (
    select source
    from crm.order_lines
    group by source
    having count(customer_id) = 0
) as nobody
where exists (
    select 1 from crm.orders where customer_id is not null
)
