-- One row per list: whom its rule names, who is on it, who is left out.
with

left_out as (
    select list, sum(people)::bigint as people
    from lists.left_out
    group by list
)

select
    summary.list,
    summary.rule,
    summary.channel,
    summary.people,
    coalesce(left_out.people, 0) as left_out
from lists.summary as summary
left join left_out on left_out.list = summary.list
