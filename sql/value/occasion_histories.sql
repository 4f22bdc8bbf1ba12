-- One row per look and customer: at which occasions there was a purchase.
-- Working table.
-- x of the n that are over, after that of the first purchase; `last` is the
-- latest of them. `came` is what a test waits for: how many with a purchase
-- follow within those ahead.
select
    looks.look,
    days.customer_id,
    cast(count(*) filter (where occasion <= seen) - 1 as integer) as x,
    cast(max(occasion) filter (where occasion <= seen) - min(occasion)
        as integer) as last,
    cast(max(seen) - min(occasion) as integer) as n,
    case when looks.look > 0 then cast(count(*) filter (
        where occasion > seen and occasion <= seen + ahead
    ) as integer) end as came
from value.occasion_days as days
cross join value.occasion_looks as looks
group by looks.look, days.customer_id
having min(occasion) <= max(seen)
