-- One row per lookalike and depth: who is at the top by likeness and by RFM.
-- Key: name, depth.
-- Plain RFM takes the highest sum of quintiles first, of equal ones the higher
-- revenue.
with

ranked as (
    select
        scores.name,
        scores.rank,
        count(*) over (partition by scores.name) as population,
        row_number() over (
            partition by scores.name
            order by quintiles.rfm desc, quintiles.monetary desc nulls last,
                md5(scores.customer_id), scores.customer_id
        ) as rank_rfm
    from segments.lookalike_scores as scores
    join segments.quintiles as quintiles
        on quintiles.customer_id = scores.customer_id
),

depths as (
    select distinct depth from segments.lookalike_captures
),

counted as (
    select
        ranked.name,
        depths.depth,
        count(*) filter (where rank <= ceil(depth * population)) as people,
        count(*) filter (
            where rank <= ceil(depth * population)
                and rank_rfm <= ceil(depth * population)
        ) as common
    from ranked
    cross join depths
    group by ranked.name, depths.depth
)

select
    name,
    depth,
    people,
    common,
    (common / nullif(people, 0))::decimal(9, 6) as overlap
from counted
