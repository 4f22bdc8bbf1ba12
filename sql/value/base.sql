-- One row: all customers with a purchase as of $as_of and what is expected.
-- top_people are the fewest who are expected to bring 80 %; late are those
-- overdue who may still come, gone those who most probably stopped (a chance of
-- under 10 % to still buy); in_margin, whether value is margin or, where no
-- margin is known, revenue.
with

ranked as (
    select
        clv,
        overdue,
        overdue and p_alive < 0.1 as gone,
        purchases,
        sum(clv) over (
            order by clv desc, customer_id
            rows between unbounded preceding and current row
        ) - clv as before,
        sum(clv) over () as clv_all
    from value.scores
),

people as (
    select
        count(*) as people,
        count(*) filter (where purchases > 1) as repeaters,
        count(*) filter (where overdue) as overdue,
        coalesce(sum(clv) filter (where overdue), 0)::decimal(18, 4)
            as overdue_value,
        count(*) filter (where overdue and not gone) as late,
        coalesce(sum(clv) filter (where overdue and not gone), 0)
            ::decimal(18, 4) as late_value,
        count(*) filter (where gone) as gone,
        count(*) filter (where clv_all > 0 and before < 0.8 * clv_all)
            as top_people
    from ranked
),

totals as (
    select
        max(expected) filter (where measure = 'value') as value,
        max(low) filter (where measure = 'value') as value_low,
        max(high) filter (where measure = 'value') as value_high,
        max(expected) filter (where measure = 'orders') as orders,
        max(low) filter (where measure = 'orders') as orders_low,
        max(high) filter (where measure = 'orders') as orders_high
    from value.totals
)

select
    people.people,
    people.repeaters,
    people.overdue,
    people.overdue_value,
    people.late,
    people.late_value,
    people.gone,
    people.top_people,
    totals.value::decimal(18, 4) as value,
    totals.value_low::decimal(18, 4) as value_low,
    totals.value_high::decimal(18, 4) as value_high,
    totals.orders::decimal(18, 4) as orders,
    totals.orders_low::decimal(18, 4) as orders_low,
    totals.orders_high::decimal(18, 4) as orders_high,
    exists (select 1 from value.sales where margin is not null) as in_margin
from people
cross join totals
