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
    sum(share)::double as share
from ranked
where rank <= 2
having count(*) = 2 and min(share) > 0
union all
select
    'rfm.news.good_cells',
    sum(people)::bigint,
    sum(share)::double
from rfm.grid
where r >= 4 and f >= 4
having sum(share) > 0
union all
select
    'rfm.news.recent',
    active,
    active::double / buyers
from rfm.year
where active > 0
union all
select
    'rfm.news.returning',
    null,
    sum(case when customers = 'returning' then money end)::double
        / nullif(sum(money), 0)
from rfm.months
where date_diff('month', month, $as_of::date) <= 11
having sum(money) > 0 and count(distinct customers) = 2
