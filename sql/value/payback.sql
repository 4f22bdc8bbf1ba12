-- One row per group of customers and month since the first purchase: what each
-- of them has brought so far.
-- Working table.
-- Margin, or revenue where none is known. Each month adds its mean over those
-- who have seen it whole, 30 at least.
with

months as (
    select
        acquired.dimension,
        acquired.part,
        cast(floor(
            date_diff('day', acquired.first_on, sales.ordered_on) / 30.4375
        ) as integer) as month,
        sum(case
            when base.in_margin then sales.margin else sales.amount
        end) filter (
            where acquired.age >= (floor(
                date_diff('day', acquired.first_on, sales.ordered_on) / 30.4375
            ) + 1) * 30.4375
        ) as money
    from value.acquired as acquired
    join value.sales as sales
        on sales.customer_id = acquired.customer_id
        and sales.ordered_on is not null
    cross join value.base as base
    group by all
),

ages as (
    select
        dimension,
        part,
        cast(floor(age / 30.4375) as integer) as months,
        count(*) as people
    from value.acquired
    group by all
),

seen as (
    select
        months.dimension,
        months.part,
        months.month,
        months.money,
        sum(ages.people) as people
    from months
    join ages
        on ages.dimension = months.dimension
        and ages.part = months.part
        and ages.months >= months.month + 1
    group by all
    having sum(ages.people) >= 30
)

select
    dimension,
    part,
    cast(month + 1 as integer) as months,
    people,
    sum(coalesce(money, 0) / people) over (
        partition by dimension, part order by month
    )::decimal(18, 4) as so_far
from seen
