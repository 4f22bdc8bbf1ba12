-- One row per plan of which enough subscriptions are known to be told alone.
-- Key: place.
-- The eight with most of them, of 25 at least as of $as_of.
select
    cast(row_number() over (order by count(*) desc, plan) as integer) as place,
    plan,
    count(*) as subscriptions
from crm.subscriptions
where customer_id is not null
    and plan is not null
    and started_on <= $as_of::date
group by plan
having count(*) >= 25
order by subscriptions desc, plan
limit 8
