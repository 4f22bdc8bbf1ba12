-- One row per day, part of the sales and customer who bought in it by then.
-- Working table.
-- Where an axis is scored by ntile, ties go by the customer's smallest record.
-- The score is the mean of the three, weighted as the pipeline says.
with

first_records as (
    select customer_id, row_number() over (order by source, record_id) as record
    from identity.members
    qualify row_number() over (
        partition by customer_id order by source, record_id
    ) = 1
),

ranked as (
    select
        histories.*,
        ntile($rfm_top) over (part order by last_age desc, record) as r_tile,
        ntile($rfm_top) over (part order by frequency, record) as f_tile,
        ntile($rfm_top) over (part order by money, record) as m_tile
    from rfm.histories as histories
    join first_records
        on first_records.customer_id = histories.customer_id
    where orders > 0
    window part as (partition by moment, dimension, value)
),

scored as (
    select
        ranked.*,
        cast(coalesce(r.score, r_tile) as integer) as r,
        cast(coalesce(f.score, f_tile) as integer) as f,
        cast(coalesce(m.score, m_tile) as integer) as m
    from ranked
    left join rfm.limits as r
        on r.moment = ranked.moment and r.dimension = ranked.dimension
        and r.value = ranked.value and r.axis = 'r'
        and (r.lower is null or ranked.last_age >= r.lower)
        and (r.upper is null or ranked.last_age < r.upper)
    left join rfm.limits as f
        on f.moment = ranked.moment and f.dimension = ranked.dimension
        and f.value = ranked.value and f.axis = 'f'
        and (f.lower is null or ranked.frequency >= f.lower)
        and (f.upper is null or ranked.frequency < f.upper)
    left join rfm.limits as m
        on m.moment = ranked.moment and m.dimension = ranked.dimension
        and m.value = ranked.value and m.axis = 'm'
        and (m.lower is null or ranked.money >= m.lower)
        and (m.upper is null or ranked.money < m.upper)
)

select
    scored.moment,
    scored.dimension,
    scored.value,
    scored.customer_id,
    cast(scored.last_age as integer) as recency_days,
    cast(scored.frequency as integer) as frequency,
    scored.money as monetary,
    scored.r,
    scored.f,
    scored.m,
    cast(
        (scored.r * $rfm_r_weight + scored.f * $rfm_f_weight
            + scored.m * $rfm_m_weight)
        / ($rfm_r_weight + $rfm_f_weight + $rfm_m_weight)
        as decimal(9, 4)
    ) as score,
    cells.segment
from scored
join rfm.cells as cells
    on cells.r = scored.r and cells.f = scored.f and cells.m = scored.m
