-- One row per currency and day: the pipeline's currency for one unit.
-- Key: currency, day, source.
-- Check: currency is not null; no currency.
-- Check: day is not null; no day.
-- Check: rate > 0; a rate that is not above 0.
select
    rates.source,
    upper(rates.currency) as currency,
    cast(rates.day as date) as day,
    cast(rates.rate as decimal(18, 8)) as rate
from incoming.rates as rates
