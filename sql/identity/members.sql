-- One row per contact record: the customer that it belongs to, and why.
-- Key: record_id, source.
-- The customer's id is a function of the smallest record of the cluster.
with

reasons as (
    select record, string_agg(kind, ',' order by kind) as why
    from (
        select low as record, kind from identity.edges
        union
        select high as record, kind from identity.edges
    ) as linked
    group by record
)

select
    records.source,
    records.record_id,
    substr(
        md5(firsts.source || chr(31) || firsts.record_id), 1, 16
    ) as customer_id,
    coalesce(reasons.why, 'alone') as why
from identity.records as records
left join identity.clusters as clusters
    on clusters.record = records.record
left join identity.records as firsts
    on firsts.record = coalesce(clusters.cluster, records.record)
left join reasons
    on reasons.record = records.record
