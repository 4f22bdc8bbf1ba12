-- One row per period, plan, renewals and renewals due of what ran at the test's
-- look: how many subscriptions, and how often they were renewed until its end.
-- Working table.
select
    before.every,
    levels.plan,
    before.renewals,
    before.due,
    count(*) as people,
    sum(now.renewals - before.renewals)::bigint as renewed
from value.lifetimes as before
join value.lifetimes as now
    on now.look = 0
    and now.source = before.source
    and now.subscription_id = before.subscription_id
join (
    select every, plan
    from value.risks
    where look = 1
    group by every, plan
) as levels
    on levels.every = before.every
    and (levels.plan = 0 or levels.plan = before.place)
where before.look = 1 and not before.ended and before.due >= 1
group by all
