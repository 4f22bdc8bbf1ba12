-- One row per sentence on who left the best segment, and who came to it.
with

moves as (
    select
        *,
        sum(money_then) over () as all_then,
        sum(money) over () as all_now
    from rfm.migration
)

select
    'rfm.news.left' as message,
    sum(people)::bigint as people,
    sum(money_then)::decimal(18, 4) as money,
    (sum(money_then) / nullif(max(all_then), 0))::decimal(18, 6) as share,
    'rfm.segment.' || segment_before as label,
    'bad' as direction
from moves
where told = 'left'
group by segment_before
union all
select
    'rfm.news.joined',
    sum(people)::bigint,
    sum(money)::decimal(18, 4),
    (sum(money) / nullif(max(all_now), 0))::decimal(18, 6),
    'rfm.segment.' || segment_now,
    'good'
from moves
where told = 'joined'
group by segment_now
