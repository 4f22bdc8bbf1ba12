-- One row per stage and reason that somebody is at it for.
select
    rules.place,
    rules.stage,
    rules.reason,
    count(*) as people,
    sum(purchases.revenue_365)::decimal(18, 4) as money
from lifecycle.stages as stages
join lifecycle.stage_rules as rules on rules.reason = stages.reason
join lifecycle.purchases as purchases
    on purchases.customer_id = stages.customer_id
group by rules.place, rules.stage, rules.reason
