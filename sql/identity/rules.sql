-- One row per rule by which pairs are found: the pairs that it makes, and those
-- that it leaves out.
-- Key: rule.
-- Most: blocks of more records are left out.
with

found as (
    select finders.rule, sum(counted.pairs) as pairs
    from (
        select rules, count(*) as pairs from identity.pairs group by rules
    ) as counted
    join identity.finders as finders
        on floor(counted.rules / power(2, finders.rule))::bigint % 2 = 1
    group by finders.rule
),

left_out as (
    select
        rule,
        sum(records::decimal(18, 0) * (records - 1) / 2) as pairs,
        count(*) as blocks
    from identity.crowded
    group by rule
)

select
    finders.rule,
    finders.keys,
    finders.most,
    coalesce(found.pairs, 0)::bigint as pairs,
    coalesce(left_out.pairs, 0)::bigint as left_out,
    coalesce(left_out.blocks, 0) as blocks_left_out
from identity.finders as finders
left join found on found.rule = finders.rule
left join left_out on left_out.rule = finders.rule
