-- One row per look, customer and day with a purchase: what it brought.
-- Working table.
-- Less what had come back of it by the day of the look. Tests look at a part of
-- the customers only. With outliers: cap, a day counts for no more than the
-- bound of an extreme order by then.
with

days as (
    select
        looks.look,
        sales.customer_id,
        sales.ordered_on as day,
        sum(sales.amount)::decimal(18, 4) as amount,
        sum(sales.margin)::decimal(18, 4) as margin,
        sum(sales.amount) filter (where sales.margin is not null)
            ::decimal(18, 4) as amount_costed
    from value.sales as sales
    join value.looks as looks
        on sales.day <= looks.day and sales.ordered_on <= looks.day
    where looks.look = 0 or md5(sales.customer_id) < looks.below
    group by looks.look, sales.customer_id, sales.ordered_on
)

select
    look,
    customer_id,
    day,
    amount,
    margin,
    amount_costed
from days
where $value_outliers = 'keep'
union all
select
    days.look,
    days.customer_id,
    days.day,
    least(days.amount, bounds.bound) as amount,
    case
        when days.amount > bounds.bound
            then cast(days.margin * (bounds.bound / days.amount)
                as decimal(18, 4))
        else days.margin
    end as margin,
    case
        when days.amount > bounds.bound
            then cast(days.amount_costed * (bounds.bound / days.amount)
                as decimal(18, 4))
        else days.amount_costed
    end as amount_costed
from days
left join value.bounds as bounds on bounds.look = days.look
where $value_outliers = 'cap'
