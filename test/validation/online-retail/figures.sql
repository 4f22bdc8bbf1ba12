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
union all
select 'cohort cells', count(*) from lifecycle.cohorts
union all
select 'cohort buyers over all cells', sum(buyers) from lifecycle.cohorts
union all
select
    'cohort 2010-12, buyers after ' || months_since || ' months',
    buyers
from lifecycle.cohorts
where cohort = '2010-12-01'
union all
select
    'cohort 2010-12, revenue after ' || months_since || ' months',
    cumulative_revenue::double
from lifecycle.cohorts
where cohort = '2010-12-01'
