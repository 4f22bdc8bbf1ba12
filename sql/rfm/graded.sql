-- One row per day, part of the sales and customer who bought in it by then.
-- Key: moment, dimension, value, customer_id.
-- The score is the mean of the three, weighted as the pipeline says.
with

scored as (
    select
        histories.*,
        case
            when $rfm_r = 'ntile' then tiles.r
            else r.cuts + 1 - case
                when last_age >= r.c4 then 4 when last_age >= r.c3 then 3
                when last_age >= r.c2 then 2 when last_age >= r.c1 then 1
                else 0
            end
        end as r,
        case
            when $rfm_f = 'ntile' then tiles.f
            when frequency >= f.c4 then 5 when frequency >= f.c3 then 4
            when frequency >= f.c2 then 3 when frequency >= f.c1 then 2
            else 1
        end as f,
        case
            when $rfm_m = 'ntile' then tiles.m
            when money >= m.c4 then 5 when money >= m.c3 then 4
            when money >= m.c2 then 3 when money >= m.c1 then 2
            else 1
        end as m
    from rfm.histories as histories
    left join rfm.cuts as r
        on r.moment = histories.moment and r.dimension = histories.dimension
        and r.value = histories.value and r.axis = 'r'
    left join rfm.cuts as f
        on f.moment = histories.moment and f.dimension = histories.dimension
        and f.value = histories.value and f.axis = 'f'
    left join rfm.cuts as m
        on m.moment = histories.moment and m.dimension = histories.dimension
        and m.value = histories.value and m.axis = 'm'
    left join rfm.tiles as tiles
        on tiles.moment = histories.moment
        and tiles.dimension = histories.dimension
        and tiles.value = histories.value
        and tiles.customer_id = histories.customer_id
    where histories.orders > 0
)

select
    scored.moment,
    scored.dimension,
    scored.value,
    scored.customer_id,
    cast(scored.last_age as integer) as recency_days,
    cast(scored.frequency as integer) as frequency,
    scored.money as monetary,
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
