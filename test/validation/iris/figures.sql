-- One row per figure: the sum of the squared distances to the centres.
select 'inertia' as figure, inertia as value
from segments.choice
where chosen
union all
select 'customers', count(*) from segments.members
