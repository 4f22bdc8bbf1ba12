-- One row per look: who was still to lose, who was lost, who came back since.
-- Key: look.
-- back are the lost who have bought after the look's end, by $as_of;
-- null where the end is that day. gone are the others.
with

later as (
    select customer_id, max(day) as last_day
    from churn.purchases
    group by customer_id
)

select
    looks.look,
    looks.day,
    looks.until,
    looks.role,
    looks.history,
    count(standings.customer_id) as people,
    case when looks.look > 0 then count(*) filter (where answer = 1) end
        as lost,
    case when looks.look > 0 then count(*) filter (where answer = 0) end
        as kept,
    case when looks.until < $as_of::date then count(*) filter (
        where answer = 1 and later.last_day > looks.until
    ) end as back,
    case when looks.until < $as_of::date then count(*) filter (
        where answer = 1 and later.last_day <= looks.until
    ) end as gone,
    (count(*) filter (where answer = 1)
        / nullif(count(answer), 0))::decimal(9, 6) as lost_share,
    case when looks.until < $as_of::date then (
        count(*) filter (where answer = 1 and later.last_day > looks.until)
        / nullif(count(*) filter (where answer = 1), 0)
    ) end::decimal(9, 6) as back_share
from churn.looks as looks
left join churn.standings as standings on standings.day = looks.day
left join later on later.customer_id = standings.customer_id
group by looks.look, looks.day, looks.until, looks.role, looks.history
