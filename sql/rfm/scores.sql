-- One row per customer with at least one purchase as of $as_of.
-- Key: customer_id.
-- The score is the mean of the three, weighted as the pipeline says.
-- Where an axis is scored by ntile, ties go by the customer's smallest record.
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
        purchases.*,
        ntile($rfm_top) over (order by recency_days desc, record) as r_tile,
        ntile($rfm_top) over (order by frequency, record) as f_tile,
        ntile($rfm_top) over (order by monetary, record) as m_tile
    from rfm.purchases as purchases
    join first_records
        on first_records.customer_id = purchases.customer_id
),

scored as (
    select
        ranked.customer_id,
        ranked.recency_days,
        ranked.frequency,
        ranked.monetary,
        coalesce(r.score, ranked.r_tile) as r,
        coalesce(f.score, ranked.f_tile) as f,
        coalesce(m.score, ranked.m_tile) as m
    from ranked
    left join rfm.thresholds as r
        on r.axis = 'r'
        and (r.lower is null or ranked.recency_days >= r.lower)
        and (r.upper is null or ranked.recency_days < r.upper)
    left join rfm.thresholds as f
        on f.axis = 'f'
        and (f.lower is null or ranked.frequency >= f.lower)
        and (f.upper is null or ranked.frequency < f.upper)
    left join rfm.thresholds as m
        on m.axis = 'm'
        and (m.lower is null or ranked.monetary >= m.lower)
        and (m.upper is null or ranked.monetary < m.upper)
)

select
    scored.customer_id,
    cast(scored.recency_days as integer) as recency_days,
    cast(scored.frequency as integer) as frequency,
    scored.monetary,
    cast(scored.r as integer) as r,
    cast(scored.f as integer) as f,
    cast(scored.m as integer) as m,
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
