-- One row per R and F score: its people, their revenue and main segment.
-- Where nobody has them, the segment that most of its cells have. Where a score
-- stands for an equal part of all, r_part and f_part say for which.
with

customers as (
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

cells as (
    select
        cells.r,
        cells.f,
        cells.segment,
        coalesce(max(customers.people), 0) as people,
        coalesce(max(customers.money), 0)::decimal(18, 4) as money,
        count(*) as size
    from rfm.cells as cells
    left join customers
        on customers.r = cells.r
        and customers.f = cells.f
        and customers.segment = cells.segment
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
            order by people desc, size desc, segment
        ) as rank
    from cells
)

select
    r,
    f,
    segment,
    people::bigint as people,
    money::decimal(18, 4) as money,
    (money / nullif(sum(money) over (), 0))::decimal(18, 6) as share,
    case
        when 'r' not in (select axis from rfm.thresholds) then r
    end as r_part,
    case
        when 'f' not in (select axis from rfm.thresholds) then f
    end as f_part
from ranked
where rank = 1
