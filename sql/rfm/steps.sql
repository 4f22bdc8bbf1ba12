-- One row per score: the values that it stands for on each axis, both included.
with

bounds as (
    select
        score,
        axis,
        case when axis = 'm' then lower else ceil(lower) end as low,
        case when axis = 'm' then upper else ceil(upper) - 1 end as high
    from rfm.thresholds
),

ranges as (
    select
        *,
        case
            when low is null and high is null then 'any'
            when low is null then 'below'
            when high is null then 'above'
            when low = high then 'one'
            else 'between'
        end as kind
    from bounds
)

select
    score,
    max(kind) filter (where axis = 'r') as recency_kind,
    max(low) filter (where axis = 'r') as recency_from,
    max(high) filter (where axis = 'r') as recency_to,
    max(kind) filter (where axis = 'f') as frequency_kind,
    max(low) filter (where axis = 'f') as frequency_from,
    max(high) filter (where axis = 'f') as frequency_to,
    max(kind) filter (where axis = 'm') as money_kind,
    max(low) filter (where axis = 'm') as money_from,
    max(high) filter (where axis = 'm') as money_to
from ranges
group by score
