-- One row per look, customer and day with a purchase: what it brought.
-- Working table.
-- Less what had come back of it by the day of the look. Tests look at a part of
-- the customers only.
select
    looks.look,
    sales.customer_id,
    sales.ordered_on as day,
    sum(sales.amount)::decimal(18, 4) as amount,
    sum(sales.margin)::decimal(18, 4) as margin,
    sum(sales.amount) filter (where sales.margin is not null)::decimal(18, 4)
        as amount_costed
from value.sales as sales
join value.looks as looks
    on sales.day <= looks.day and sales.ordered_on <= looks.day
where looks.look = 0 or md5(sales.customer_id) < looks.below
group by looks.look, sales.customer_id, sales.ordered_on
