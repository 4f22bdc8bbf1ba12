-- One row per figure: rows by what became of them, revenue, segment sizes.
select 'rows in' as figure, sum(rows_in)::double as value from quality.sources
union all
select 'lines kept', count(*) from crm.order_lines
union all
select 'left out: ' || reason, rows from quality.reasons
union all
select 'rows accounted for', sum(kept + superseded + excluded + quarantined)
from quality.sources
union all
select 'customers', count(*) from rfm.scores
union all
select 'revenue', sum(amount)::double from crm.orders
union all
select 'segment ' || segment, count(*)
from rfm.scores
group by segment
