-- One row per figure: records, customers, pairs after transitive closure, B³.
-- A label without a record stands alone. A truth that names its source does
-- so in capitals before the record's id: CUSTOMERS:1001.
with

members as (
    select record_id as label, customer_id from identity.members
    union all
    select upper(source) || ':' || record_id, customer_id from identity.members
),

cells as (
    select
        coalesce(members.customer_id, records.record_id) as cluster,
        records.entity_id as entity,
        count(*) as n,
        count(members.customer_id) as present
    from truth.records as records
    left join members on members.label = records.record_id
    group by cluster, entity
),

sized as (
    select
        *,
        sum(n) over (partition by cluster) as of_cluster,
        sum(n) over (partition by entity) as of_entity
    from cells
),

sums as (
    select
        sum(present) as records,
        count(distinct cluster) filter (where present > 0) as clusters,
        sum(n * (n - 1)) as shared,
        sum(n * (of_cluster - 1)) as found,
        sum(n * (of_entity - 1)) as wanted,
        sum(cast(n * n / of_cluster as decimal(38, 12))) / sum(n)
            as b3_precision,
        sum(cast(n * n / of_entity as decimal(38, 12))) / sum(n) as b3_recall
    from sized
)

select 'records' as figure, records::double as value from sums
union all
select 'clusters', clusters from sums
union all
select 'pairwise precision', shared / nullif(found, 0) from sums
union all
select 'pairwise recall', shared / wanted from sums
union all
select 'pairwise f1', 2 * shared / (found + wanted) from sums
union all
select 'b3 precision', b3_precision from sums
union all
select 'b3 recall', b3_recall from sums
union all
select 'b3 f1', 2 * b3_precision * b3_recall / (b3_precision + b3_recall)
from sums
