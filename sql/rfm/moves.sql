-- One row per customer: the segment on the earlier day, and the segment now.
-- Key: customer_id.
-- Prospects were known on the day and had not bought by then; who became known
-- later was not_known. Who is not known now is left out.
select
    customers.customer_id,
    case
        when before.segment is not null then before.segment
        when customers.created_on <= days.day then 'prospects'
        when customers.created_on is null and now.segment is null
            then 'prospects'
        else 'not_known'
    end as segment_before,
    coalesce(now.segment, 'prospects') as segment_now
from crm.customers as customers
join rfm.days as days on days.moment = 'before'
left join rfm.scores as now
    on now.customer_id = customers.customer_id
left join rfm.scores_before as before
    on before.customer_id = customers.customer_id
where now.customer_id is not null
    or customers.created_on is null
    or customers.created_on <= $as_of::date
