-- One row per application of who had bought: the purchases before its day.
-- Working table.
-- The day itself does not count: a purchase on it may be with the new card.
select
    outcomes.source,
    outcomes.application_id,
    count(*) filter (where sales.kind = 'order') as orders,
    date_diff(
        'day', max(sales.day) filter (where sales.kind = 'order'),
        outcomes.applied_on
    ) as days_since_order,
    date_diff('month', min(sales.day), outcomes.applied_on)
        as months_since_first,
    cast(sum(sales.amount) as decimal(18, 4)) as spent,
    cast(
        coalesce(sum(-sales.amount) filter (where sales.kind = 'return'), 0)
        / nullif(sum(sales.amount) filter (where sales.kind = 'order'), 0)
        as decimal(18, 6)
    ) as returned_share
from credit.outcomes as outcomes
join crm.sales as sales
    on sales.customer_id = outcomes.customer_id
    and sales.day < outcomes.applied_on
group by outcomes.source, outcomes.application_id, outcomes.applied_on
