-- One row per own interval since the last purchase, and whether that is late.
-- Of customers who came back; the last row stands for six intervals or more.
with

pauses as (
    select
        least(cast(floor(
            recency::double / greatest(days_between, 1)
        ) as integer), 6) as intervals,
        case when overdue then 'overdue' else 'on_time' end as state,
        clv
    from value.scores
    where overdue is not null and days_between is not null
)

select
    intervals,
    state,
    count(*) as people,
    sum(clv)::decimal(18, 4) as clv
from pauses
group by intervals, state
