-- One row per gate of the contract: passed where value is at most the limit.
select
    'amounts_without_rate' as gate,
    count(*) as value,
    0 as threshold,
    'sales in a foreign currency with no rate on or before their day' as meaning
from crm.sales
where amount is null
