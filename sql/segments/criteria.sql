-- One row per number of clusters and criterion from 0 to 1.
-- Key: k, criterion.
select
    k,
    1 as place,
    'stability' as criterion,
    stability::decimal(18, 6) as share,
    chosen
from segments.choice
where k > 1 and stability is not null
union all
select k, 2, 'silhouette', greatest(silhouette, 0)::decimal(18, 6), chosen
from segments.choice
where k > 1 and silhouette is not null
