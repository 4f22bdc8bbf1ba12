-- One row per two segments by rule: the people who are in common.
-- Key: name, other.
with

matched as (
    select named.place, matched.name, matched.customer_id
    from segments.matched as matched
    join settings.segments_rules as named on named.name = matched.name
    where matched.use = 'rule'
),

common as (
    select one.name, other.name as other, count(*) as people
    from matched as one
    join matched as other on other.customer_id = one.customer_id
    group by one.name, other.name
),

shares as (
    select
        one.place,
        one.name,
        other.place as other_place,
        other.name as other,
        coalesce(alone.people, 0) as all_people,
        coalesce(common.people, 0) as people,
        (coalesce(common.people, 0) / nullif(alone.people, 0))
            ::decimal(18, 6) as share
    from settings.segments_rules as one
    cross join settings.segments_rules as other
    left join common
        on common.name = one.name and common.other = other.name
    left join common as alone
        on alone.name = one.name and alone.other = one.name
    where one.name <> other.name
)

select *
from shares
