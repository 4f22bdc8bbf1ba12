-- One row per 30 days since the last purchase; the last stands for 3 years on.
with

customers as (
    select least(floor(recency_days / 30), 36)::integer as bin
    from rfm.scores
)

select
    bin * 30 as from_days,
    bin * 30 + 30 as to_days,
    case when bin < 12 then 'active' else 'gone' end as state,
    count(*) as people
from customers
group by bin
