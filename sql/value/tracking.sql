-- One row per method and period: repeat purchases in it and up to its end.
-- What happened, of the customers of the newest test, and what the models as of
-- its day expect of each by the time since the first purchase alone.
with

firsts as (
    select min(histories.first_on) as first_on, histories.customer_id
    from value.histories as histories
    where histories.look = (select max(look) from value.tracked)
    group by histories.customer_id
),

arrivals as (
    select first_on, count(*) as people from firsts group by first_on
),

expected as (
    select
        growth.method,
        tracked.ends_on,
        sum(cast(arrivals.people * growth.purchases as decimal(28, 8)))
            as so_far
    from value.tracked as tracked
    join arrivals on arrivals.first_on <= tracked.ends_on
    join value.growth as growth
        on growth.age
            = date_diff('day', arrivals.first_on, tracked.ends_on)
    group by growth.method, tracked.ends_on
),

lines as (
    select
        'actual' as method,
        ends_on,
        sum(purchases) over (order by ends_on) as so_far
    from value.tracked
    union all
    select method, ends_on, so_far from expected
)

select
    tracked.ends_on,
    lines.method,
    case
        when lines.method = 'actual' then 'actual'
        when lines.method in (select model from value.choice) then 'taken'
        else 'other'
    end as kind,
    case
        when tracked.ends_on > tracked.looked_on then 'test'
        else 'before'
    end as stretch,
    case
        when tracked.starts_after is not null then lines.so_far - lag(
            lines.so_far
        ) over (partition by lines.method order by tracked.ends_on)
    end::decimal(18, 4) as purchases,
    lines.so_far::decimal(18, 4) as so_far,
    tracked.buyers
from lines
join value.tracked as tracked on tracked.ends_on = lines.ends_on
