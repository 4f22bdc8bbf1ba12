-- One row per look, period, plan and renewal: how many it came up for.
-- Working table.
-- Plan 0 is all plans of a period, where it has others than one.
with

mixed as (
    select look, every
    from value.lifetimes
    where faced >= 1
    group by look, every
    having min(coalesce(place, 0)) = 0 or min(place) < max(place)
),

faced as (
    select
        lifetimes.look,
        lifetimes.every,
        levels.plan,
        lifetimes.faced,
        count(*) as people,
        count(*) filter (where lifetimes.ended) as ended
    from value.lifetimes as lifetimes
    join (
        select 0 as plan
        union all
        select place from value.plans
    ) as levels on levels.plan = 0 or levels.plan = lifetimes.place
    left join mixed
        on mixed.look = lifetimes.look and mixed.every = lifetimes.every
    where lifetimes.faced >= 1
        and (levels.plan > 0 or mixed.every is not null)
    group by all
),

counted as (
    select
        look, every, plan, unnest(range(1, max(faced) + 1))::integer as renewal
    from faced
    group by look, every, plan
)

select
    counted.look,
    counted.every,
    counted.plan,
    counted.renewal,
    sum(faced.people)::bigint as at_risk,
    coalesce(
        sum(faced.ended) filter (where faced.faced = counted.renewal), 0
    )::bigint as ended
from counted
join faced
    on faced.look = counted.look
    and faced.every = counted.every
    and faced.plan = counted.plan
    and faced.faced >= counted.renewal
group by all
