-- One row per segment by rule: people, those whom no rule before it has, and
-- what they brought.
-- Key: place.
with

matched as (
    select name, customer_id
    from segments.matched
    where use = 'rule'
),

firsts as (
    select ruled.rule as name, count(*) as people
    from segments.ruled as ruled
    where ruled.rule is not null
    group by ruled.rule
),

sums as (
    select
        matched.name,
        count(*) as people,
        sum(coalesce(measures.monetary, 0))::decimal(18, 4) as money
    from matched
    left join segments.measures as measures
        on measures.customer_id = matched.customer_id
    group by matched.name
)

select
    named.place,
    named.name,
    named.description,
    coalesce(sums.people, 0) as people,
    coalesce(firsts.people, 0) as firsts,
    coalesce(sums.money, 0)::decimal(18, 4) as money
from settings.segments_rules as named
left join sums on sums.name = named.name
left join firsts on firsts.name = named.name
