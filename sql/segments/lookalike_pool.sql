-- One row per lookalike and grouped customer who is a seed or may be found.
-- Working table.
-- The places, of seeds and of others, have nothing to do with who they are.
with

named as (
    select
        matched.name,
        matched.customer_id,
        bool_or(matched.use = 'seed') as seed,
        bool_or(matched.use = 'among') as among
    from segments.matched as matched
    where matched.use in ('seed', 'among')
    group by matched.name, matched.customer_id
),

pool as (
    select
        looked.name,
        points.customer_id,
        coalesce(named.seed, false) as seed
    from settings.segments_lookalikes as looked
    cross join segments.points as points
    left join named
        on named.name = looked.name
        and named.customer_id = points.customer_id
    where named.seed or looked.among is null or named.among
)

select
    name,
    customer_id,
    seed,
    row_number() over (
        partition by pool.name, seed
        order by md5(customer_id), customer_id
    ) as place
from pool
