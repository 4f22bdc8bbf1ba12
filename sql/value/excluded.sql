-- One row per reason and currency for which something counts in no figure.
-- Key: what, reason, currency.
-- unmatched returns do count in the money, but in no purchase.
select
    case when line is null then 'orders' else 'returns' end as what,
    reason,
    currency,
    count(*) as records,
    sum(amount)::decimal(18, 4) as amount
from value.left_out
where reason not in ('by_lines', 'lost')
group by all
union all
select 'returns', 'unmatched', currency, count(*), sum(original_amount)
from value.sales
where match = 'unmatched'
group by currency
union all
select 'tickets', 'no_customer', currency, count(*), coalesce(sum(cost), 0)
from crm.tickets
where customer_id is null and opened_at::date <= $as_of::date
group by currency
union all
select 'tickets', 'no_cost', $currency, count(*), 0
from crm.tickets
where customer_id is not null and opened_at::date <= $as_of::date
    and cost is null and $economics_cost_per_ticket is null
having count(*) > 0
union all
select 'invoices', 'no_customer', currency, count(*), sum(amount)
from crm.invoices
where customer_id is null and issued_on <= $as_of::date
group by currency
