-- One row per R and F score: its people, their revenue and main segment.
-- Where a score stands for a fifth of all, r_fifth and f_fifth say for which.
with

cells as (
    select
        scores.r,
        scores.f,
        scores.segment,
        count(*) as people,
        sum(coalesce(totals.year, 0))::decimal(18, 4) as money
    from rfm.scores as scores
    join rfm.totals as totals on totals.customer_id = scores.customer_id
    group by all
),

ranked as (
    select
        r,
        f,
        segment,
        sum(people) over (partition by r, f) as people,
        sum(money) over (partition by r, f) as money,
        row_number() over (
            partition by r, f
            order by people desc, segment
        ) as rank
    from cells
)

select
    r,
    f,
    segment,
    people::bigint as people,
    money::decimal(18, 4) as money,
    (money / nullif(sum(money) over (), 0))::decimal(9, 6) as share,
    case
        when 'r' not in (select axis from rfm.thresholds) then r
    end as r_fifth,
    case
        when 'f' not in (select axis from rfm.thresholds) then f
    end as f_fifth
from ranked
where rank = 1
