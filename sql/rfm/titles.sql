-- One row per answer that a chart of the room has for its title.
with

ranked as (
    select
        *,
        row_number() over (order by money desc, place) as rank
    from rfm.segments
    where segment <> 'prospects'
)

select
    'rfm.news.top_segments' as message,
    null::bigint as people,
    sum(share)::double as share,
    null::bigint as fewest,
    string_agg('rfm.segment.' || segment, ' ' order by rank) as about
from ranked
where rank <= 2
having count(*) = 2 and min(share) > 0
union all
select
    'rfm.news.good_cells',
    sum(people)::bigint,
    sum(share)::double,
    min(people),
    null
from rfm.grid
where people > 0 and r >= $rfm_top - 1 and f >= $rfm_top - 1
having sum(share) > 0
union all
select
    'rfm.news.recent',
    active,
    active::double / buyers,
    nullif(buyers - active, 0),
    null
from rfm.year
where active > 0
union all
select
    'rfm.news.returning',
    null,
    sum(case when customers = 'returning' then money end)::double
        / nullif(sum(money), 0),
    least(
        sum(people) filter (where customers = 'returning'),
        sum(people) filter (where customers = 'new')
    ),
    null
from rfm.months
where year = 'last'
having sum(money) > 0 and count(distinct customers) = 2
