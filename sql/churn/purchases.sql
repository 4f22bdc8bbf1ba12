-- One row per customer and day with an order, as of $as_of.
-- Working table.
select customer_id, day
from crm.sales
where kind = 'order'
    and customer_id is not null
    and amount is not null
    and day <= $as_of::date
group by customer_id, day
