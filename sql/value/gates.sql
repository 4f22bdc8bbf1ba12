-- One row per gate of the room: its value and the most that it may be.
-- Key: gate.
with

asked as (
    select currency, sum(amount) as amount
    from (
        select currency, amount from crm.orders
        union all
        select currency, -abs(amount) from crm.order_lines where quantity < 0
    ) as moves
    group by currency
),

told as (
    select currency, sum(amount) as amount
    from (
        select currency, original_amount as amount from value.sales
        union all
        select currency, amount from value.left_out where reason <> 'lost'
    ) as moves
    group by currency
)

select
    'money_kept' as gate,
    coalesce(sum(abs(
        coalesce(asked.amount, 0) - coalesce(told.amount, 0)
    )), 0)::double as value,
    0::double as threshold,
    'money of orders and returns that is neither counted nor left out for a'
        || ' reason, in the currencies of the orders' as meaning
from asked
full join told on told.currency = asked.currency
union all
select
    'sales_lost',
    count(*)::double,
    0::double,
    'orders and returns that are not counted, for no reason that there may be'
from value.left_out
where reason = 'lost'
union all
select
    'returns_unmatched',
    coalesce(sum(records), 0)::double,
    null,
    'returns of no order that was found'
from value.excluded
where reason = 'unmatched'
union all
select
    'tickets_of_nobody',
    coalesce(sum(records), 0)::double,
    null,
    'tickets that name no customer: in nobody''s cost to serve'
from value.excluded
where what = 'tickets' and reason = 'no_customer'
union all
select
    'drift',
    coalesce(max(abs(moved_pct)) filter (where outside), 0)::double,
    $value_drift_max_pct::double,
    'percent by which the expected orders of today''s customers differ from'
        || ' what the run before would have expected of them'
        || coalesce(max(
            ': ' || model_before || ' of ' || fitted_on || ', now ' || model
        ), '')
from value.drift_orders
