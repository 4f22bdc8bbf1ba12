-- One row per day, part of the sales and customer who bought in it: the share.
-- Working table.
-- Ties go by the customer's smallest record. No rows where no axis has ntile.
with

first_records as (
    select customer_id, row_number() over (order by source, record_id) as record
    from identity.members
    where 'ntile' in ($rfm_r, $rfm_f, $rfm_m)
    qualify row_number() over (
        partition by customer_id order by source, record_id
    ) = 1
)

select
    histories.moment,
    histories.dimension,
    histories.value,
    histories.customer_id,
    ntile($rfm_top) over (part order by last_age desc, record) as r,
    ntile($rfm_top) over (part order by frequency, record) as f,
    ntile($rfm_top) over (part order by money, record) as m
from rfm.histories as histories
join first_records
    on first_records.customer_id = histories.customer_id
where histories.orders > 0
window part as (
    partition by histories.moment, histories.dimension, histories.value
)
