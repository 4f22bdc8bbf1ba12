-- One row per cluster: its people, what they brought, what sets them apart.
-- Key: cluster.
-- Revenue is all that was bought, less returns, as of $as_of; part_found is the
-- share of the customers when the clusters were found.
with

moved as (
    select cluster, max(moved) as moved
    from segments.centres
    group by cluster
),

sums as (
    select
        members.cluster,
        count(*) as people,
        sum(coalesce(measures.monetary, 0))::decimal(18, 4) as money,
        count(*) filter (where members.far) as far
    from segments.members as members
    left join segments.measures as measures
        on measures.customer_id = members.customer_id
    group by members.cluster
),

earlier as (
    select clusters.cluster, clusters.part_found
    from state.segments_clusters as clusters
    cross join segments.model as model
    where not model.fitted
),

words as (
    select cluster, string_agg(trait, ' + ' order by place) as traits
    from segments.traits
    group by cluster
)

select
    moved.cluster,
    coalesce(sums.people, 0) as people,
    (coalesce(sums.people, 0) / nullif(sum(sums.people) over (), 0))
        ::decimal(18, 6) as part,
    coalesce(sums.money, 0)::decimal(18, 4) as money,
    (sums.money / nullif(sum(sums.money) over (), 0))::decimal(18, 6) as share,
    (sums.money / nullif(sums.people, 0))::decimal(18, 4) as per_customer,
    coalesce(sums.far, 0) as far,
    coalesce(words.traits, 'ordinary') as traits,
    moved.moved::decimal(18, 6) as moved,
    coalesce(earlier.part_found, part) as part_found
from moved
left join earlier on earlier.cluster = moved.cluster
left join sums on sums.cluster = moved.cluster
left join words on words.cluster = moved.cluster
