-- One row per step from gross to profit: where the money goes.
-- Key: place.
-- A step takes what lies from `low` to `high`; totals begin at 0. Steps of one
-- block and the total before it make the next. share is that of net revenue.
-- Without a known margin there is no cost of goods, and the last total is
-- revenue less costs.
with

sums as (
    select
        count(*) as everybody,
        count(gross_margin) > 0 as by_margin,
        sum(gross) as gross,
        sum(discounts) as discounts,
        sum(returned) as returned,
        sum(net) as net,
        sum(gross_margin) as margin,
        sum(return_cost) as return_cost,
        sum(ticket_cost) as ticket_cost,
        sum(contact_cost) as contact_cost,
        sum(late_cost) as late_cost,
        sum(profit) as profit,
        count(*) filter (where gross <> 0) as buyers,
        count(*) filter (where discounts <> 0) as discounted,
        count(*) filter (where returned <> 0) as returners,
        count(*) filter (where gross <> 0 or returned <> 0) as movers,
        count(*) filter (where return_cost > 0) as returned_some,
        count(*) filter (where ticket_cost > 0) as served,
        count(*) filter (where contact_cost > 0) as contacted,
        count(*) filter (where late_cost > 0) as late
    from value.money
),

steps as (
    select 1 as place, 'gross' as step, 'total' as kind, 'sales' as block,
        buyers as people, gross as amount, gross as after
    from sums
    union all
    select 2, 'discounts', 'less', 'sales', discounted, -discounts,
        gross - discounts
    from sums
    union all
    select 3, 'returns', 'less', 'sales', returners, -returned, net from sums
    union all
    select 4, 'net', 'total', 'sales', movers, net, net from sums
    union all
    select 5, 'goods', 'less', 'goods', movers, margin - net, margin
    from sums
    where by_margin
    union all
    select 6, 'margin', 'total', 'goods', movers, margin, margin
    from sums
    where by_margin
    union all
    select 7, 'handling', 'less', 'costs', returned_some, -return_cost,
        coalesce(margin, net) - return_cost
    from sums
    union all
    select 8, 'tickets', 'less', 'costs', served, -ticket_cost,
        coalesce(margin, net) - return_cost - ticket_cost
    from sums
    union all
    select 9, 'contacts', 'less', 'costs', contacted, -contact_cost,
        profit + late_cost
    from sums
    union all
    select 10, 'late', 'less', 'costs', late, -late_cost, profit from sums
    union all
    select 11, case when by_margin then 'profit' else 'left' end, 'total',
        'costs', everybody, profit, profit
    from sums
)

select
    place,
    step,
    kind,
    block,
    people,
    amount::decimal(18, 4) as amount,
    case when step <> 'gross'
        then amount / nullif((select net from sums), 0)
    end::decimal(18, 6) as share,
    least(after, case when kind = 'total' then 0 else after - amount end)
        ::decimal(18, 4) as low,
    greatest(after, case when kind = 'total' then 0 else after - amount end)
        ::decimal(18, 4) as high
from steps
where people > 0
