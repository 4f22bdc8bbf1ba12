-- One row per score: the values that it stands for on each axis, both included.
-- Where ties leave a score no value, nobody is given it. People are counted
-- where the thresholds are taken from their own figures.
with

given as (
    select 'r' as axis, r as score, count(*) as people
    from rfm.scores
    group by r
    union all
    select 'f', f, count(*) from rfm.scores group by f
    union all
    select 'm', m, count(*) from rfm.scores group by m
),

bounds as (
    select
        coalesce(thresholds.axis, given.axis) as axis,
        coalesce(thresholds.score, given.score) as score,
        thresholds.axis is not null as bounded,
        case
            when thresholds.axis = 'm' then lower
            else ceil(lower)
        end as low,
        case
            when thresholds.axis = 'm' then upper
            else ceil(upper) - 1
        end as high,
        case thresholds.axis when 'r' then 0 when 'f' then 1 end as lowest,
        given.people
    from rfm.thresholds as thresholds
    full join given
        on given.axis = thresholds.axis and given.score = thresholds.score
),

ranges as (
    select
        axis,
        score,
        low,
        high,
        case
            when not bounded and $rfm_top = 4 then 'quarter'
            when not bounded then 'fifth'
            when low is null and high is null then 'any'
            when axis = 'm' and low >= high then 'nobody'
            when axis <> 'm' and high < coalesce(low, lowest) then 'nobody'
            when low is null then 'below'
            when high is null then 'above'
            when axis <> 'm' and low = high then 'one'
            else 'between'
        end as kind,
        case
            when bounded and axis not in (select axis from settings.rfm_cuts)
                then coalesce(people, 0)
        end as people
    from bounds
)

select
    score,
    max(kind) filter (where axis = 'r') as recency_kind,
    max(low) filter (where axis = 'r') as recency_from,
    max(high) filter (where axis = 'r') as recency_to,
    max(people) filter (where axis = 'r') as recency_people,
    max(kind) filter (where axis = 'f') as frequency_kind,
    max(low) filter (where axis = 'f') as frequency_from,
    max(high) filter (where axis = 'f') as frequency_to,
    max(people) filter (where axis = 'f') as frequency_people,
    max(kind) filter (where axis = 'm') as money_kind,
    max(low) filter (where axis = 'm') as money_from,
    max(high) filter (where axis = 'm') as money_to,
    max(people) filter (where axis = 'm') as money_people
from ranges
group by score
