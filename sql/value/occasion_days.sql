-- One row per customer and occasion with a purchase as of $as_of.
-- Working table.
-- Occasions are calendar periods, counted from the year 0; there are none where
-- the pipeline asks for none.
select distinct
    customer_id,
    cast(floor(
        (year(day) * 12 + month(day) - 1) / $value_occasion_months::integer
    ) as integer) as occasion
from value.sales
where kind = 'order' and $value_occasion_months::integer is not null
