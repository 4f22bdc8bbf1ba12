-- One row per look and customer: how often, how long and for how much by then.
-- Working table.
-- x counts days with a purchase after the first; recency and age are in days
-- since the first. The mean is that of the repeat purchases.
select
    bought.look,
    bought.customer_id,
    coalesce(max(strata.stratum), 0) as stratum,
    min(bought.day) as first_on,
    max(bought.day) as last_on,
    cast(count(*) - 1 as integer) as x,
    cast(date_diff('day', min(bought.day), max(bought.day)) as integer)
        as recency,
    cast(date_diff('day', min(bought.day), max(looks.day)) as integer) as age,
    sum(bought.amount)::decimal(18, 4) as amount,
    sum(bought.margin)::decimal(18, 4) as margin,
    sum(bought.amount_costed)::decimal(18, 4) as amount_costed,
    case when count(*) > 1 then (
        sum(bought.amount) - min_by(bought.amount, bought.day)
    ) / (count(*) - 1) end::decimal(18, 4) as mean_amount
from value.bought as bought
join value.looks as looks on looks.look = bought.look
left join value.strata as strata on strata.customer_id = bought.customer_id
group by bought.look, bought.customer_id
