-- One row per figure and step of 30 days: what it was in the year before.
with

steps as (
    select * from (
        values
            (0), (1), (2), (3), (4), (5), (6),
            (7), (8), (9), (10), (11), (12)
    ) as steps (back)
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

firsts as (
    select customer_id, max(age) as first_age
    from sales
    where kind = 'order'
    group by customer_id
),

years as (
    select
        steps.back,
        count(distinct sales.customer_id)
            filter (where sales.kind = 'order') as active,
        coalesce(sum(sales.amount), 0) as revenue
    from steps
    left join sales
        on sales.age between steps.back * 30 and steps.back * 30 + 364
    group by steps.back
),

arrivals as (
    select
        steps.back,
        count(firsts.customer_id) as people
    from steps
    left join firsts
        on firsts.first_age between steps.back * 30 and steps.back * 30 + 364
    group by steps.back
),

known as (
    select * from steps
    where back * 30 + 364 <= (select max(first_age) from firsts)
)

select
    'rfm.active' as figure,
    -years.back as step,
    active::decimal(18, 4) as value
from years
join known on known.back = years.back
union all
select 'rfm.revenue', -years.back, revenue::decimal(18, 4)
from years
join known on known.back = years.back
union all
select
    'rfm.per_customer',
    -years.back,
    (revenue / nullif(active, 0))::decimal(18, 4)
from years
join known on known.back = years.back
union all
select 'rfm.new', -arrivals.back, people::decimal(18, 4)
from arrivals
join known on known.back = arrivals.back
