-- One row per figure and twelfth of a year: what it was in the year before.
with

steps as (
    select * from (
        values
            (0, 0), (1, 30), (2, 61), (3, 91), (4, 122), (5, 152), (6, 183),
            (7, 213), (8, 243), (9, 274), (10, 304), (11, 335), (12, 365)
    ) as steps (back, days)
),

sales as (
    select
        customer_id,
        kind,
        amount,
        date_diff('day', day, $as_of::date) as age
    from crm.sales
    where customer_id is not null and day <= $as_of::date
),

days as (
    select age, sum(amount) as amount
    from sales
    group by age
),

-- The newest order of a customer within a step's year stands for the customer:
-- one that has no newer order, or whose newer order is newer than that year.
orders as (
    select distinct customer_id, age
    from sales
    where kind = 'order' and age < 730
),

newest as (
    select age, newer_age, count(*) as people
    from (
        select
            age,
            lag(age) over (partition by customer_id order by age) as newer_age
        from orders
    ) as ages
    group by age, newer_age
),

years as (
    select steps.back, active.people as active, revenue.money as revenue
    from steps
    left join (
        select steps.back, sum(newest.people) as people
        from steps
        join newest
            on newest.age between steps.days and steps.days + 364
            and coalesce(newest.newer_age < steps.days, true)
        group by steps.back
    ) as active on active.back = steps.back
    left join (
        select steps.back, sum(days.amount) as money
        from steps
        join days
            on days.age between steps.days and steps.days + 364
        group by steps.back
    ) as revenue on revenue.back = steps.back
),

firsts as (
    select first_age, count(*) as people
    from rfm.totals
    where first_age is not null
    group by first_age
),

arrivals as (
    select
        steps.back,
        coalesce(sum(firsts.people), 0) as people
    from steps
    left join firsts
        on firsts.first_age between steps.days and steps.days + 364
    group by steps.back
),

known as (
    select * from steps
    where days + 364 <= (select max(first_age) from firsts)
)

select
    'rfm.active' as figure,
    -years.back as step,
    coalesce(active, 0)::decimal(18, 4) as value
from years
join known on known.back = years.back
union all
select 'rfm.revenue', -years.back, coalesce(revenue, 0)::decimal(18, 4)
from years
join known on known.back = years.back
union all
select
    'rfm.per_customer',
    -years.back,
    (coalesce(revenue, 0) / nullif(active, 0))::decimal(18, 4)
from years
join known on known.back = years.back
union all
select 'rfm.new', -arrivals.back, people::decimal(18, 4)
from arrivals
join known on known.back = arrivals.back
