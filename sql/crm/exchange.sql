-- One row per currency and day with a rate: what it is worth until the next.
-- Working table.
-- The pipeline's currency for one unit, its own among them; until is no part.
with

daily as (
    select
        currency,
        day,
        rate,
        row_number() over (partition by currency, day order by source) as place
    from crm.rates
    where currency <> $currency
)

select
    currency,
    day as since,
    coalesce(
        lead(day) over (partition by currency order by day), date '9999-12-31'
    ) as until,
    rate
from daily
where place = 1
union all
select $currency, date '0001-01-01', date '9999-12-31', 1::decimal(18, 8)
