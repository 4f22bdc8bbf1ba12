-- One row per period: repeat purchases of the customers of the newest test.
-- Working table.
-- Of all customers where there is no test. Months, or weeks of a history of
-- less than a year, back from the end of the test. The first row holds all up
-- to the day by which 50 had come back: of fewer little can be told.
with

look as (
    select look, day as looked_on, coalesce(until, day) as until, below
    from value.looks
    where look <= 1
    order by look desc
    limit 1
),

days as (
    select
        sales.customer_id,
        sales.ordered_on as day,
        min(sales.ordered_on) over (
            partition by sales.customer_id
        ) as first_on,
        look.looked_on
    from value.sales as sales
    cross join look
    where sales.kind = 'order' and sales.ordered_on <= look.until
        and (look.look = 0 or md5(sales.customer_id) < look.below)
),

repeats as (
    select distinct customer_id, day
    from days
    where first_on <= looked_on and day > first_on
),

began as (
    select min(first_on) as day from days
),

fiftieth as (
    select max(day) as day
    from (
        select min(day) as day
        from repeats
        group by customer_id
        order by day
        limit 50
    ) as firsts
    having count(*) = 50
),

ends as (
    select
        look.look,
        look.looked_on,
        case
            when date_diff('day', began.day, look.until) >= 365 then cast(
                look.until - to_months(cast(steps.step as integer)) as date
            )
            else cast(look.until - cast(7 * steps.step as integer) as date)
        end as ends_on
    from range(0, 400) as steps (step)
    cross join look
    cross join began
),

periods as (
    select
        *,
        lag(ends_on) over (order by ends_on) as starts_after
    from ends
    where ends_on >= (select day from fiftieth)
)

select
    periods.look,
    periods.looked_on,
    periods.starts_after,
    periods.ends_on,
    count(*) as purchases,
    count(distinct repeats.customer_id) as buyers
from periods
join repeats
    on repeats.day <= periods.ends_on
    and (periods.starts_after is null or repeats.day > periods.starts_after)
group by all
