-- One row per customer with an order or a return by $as_of: when and how much.
-- Key: customer_id.
-- Ages are in days before $as_of.
select
    customer_id,
    orders,
    days,
    orders_in_year,
    first_day,
    first_age,
    last_age,
    money,
    year,
    year_before
from rfm.histories
where moment = 'now' and dimension = 'all'
