-- One row per combination of rules that customers fit.
-- Key: combination.
with

sets as (
    select
        matched.customer_id,
        string_agg(matched.name, ' + ' order by named.place) as combination,
        count(*) as rules
    from segments.matched as matched
    join settings.segments_rules as named on named.name = matched.name
    where matched.use = 'rule'
    group by matched.customer_id
)

select
    combination,
    rules,
    count(*) as people
from sets
group by combination, rules
