-- One row per customer with an order or a return by $as_of: when and how much.
-- Key: customer_id.
-- Ages are in days before $as_of.
with

sales as (
    select
        customer_id,
        day,
        kind,
        amount,
        date_diff('day', day, $as_of::date) as age
    from crm.sales
    where customer_id is not null and day <= $as_of::date
)

select
    customer_id,
    count(*) filter (where kind = 'order') as orders,
    count(distinct age) filter (where kind = 'order') as days,
    count(*) filter (where kind = 'order' and age <= 364) as orders_in_year,
    min(day) filter (where kind = 'order') as first_day,
    max(age) filter (where kind = 'order') as first_age,
    min(age) filter (where kind = 'order') as last_age,
    sum(amount) as money,
    sum(amount) filter (where age <= 364) as year,
    sum(amount) filter (where age between 365 and 729) as year_before
from sales
group by customer_id
