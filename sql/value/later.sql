-- One row per test and customer: what came within the time ahead.
-- Working table.
-- Days with a purchase and what they brought; and days with one in the same
-- days a year before, as far as they were before the look, null where the
-- firm's own history does not reach back.
with

began as (
    select min(ordered_on) as day from value.sales where ordered_on <= day
)

select
    looks.look,
    sales.customer_id,
    cast(count(distinct sales.ordered_on) filter (
        where sales.ordered_on > looks.day
    ) as integer) as bought,
    coalesce(sum(sales.amount) filter (
        where sales.ordered_on > looks.day
    ), 0)::decimal(18, 4) as spent,
    case when date_diff('day', max(began.day), max(looks.day)) >= 364
        then cast(count(distinct sales.ordered_on) filter (
            where date_diff('day', sales.ordered_on, looks.day)
                between greatest(364 - looks.days, 0) and 363
        ) as integer)
    end as year_before
from value.sales as sales
join value.looks as looks
    on looks.look > 0 and sales.day <= looks.until
    and sales.ordered_on <= looks.until
cross join began
group by looks.look, sales.customer_id
