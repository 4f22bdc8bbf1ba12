-- One row per reason for which customers cost more than they bring.
-- Key: place.
-- loss is what they cost beyond what they bring, cost what the cause took.
select
    causes.place,
    drains.drain_reason,
    drains.drain_reason not in ('no_purchase', 'no_order') as bought,
    count(*) as people,
    sum(drains.loss)::decimal(18, 4) as loss,
    (sum(drains.loss) / count(*))::decimal(18, 4) as mean_loss,
    sum(drains.drain_cost)::decimal(18, 4) as cost
from value.drains as drains
join value.causes as causes on causes.cause = drains.drain_reason
group by causes.place, drains.drain_reason
