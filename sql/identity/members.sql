-- One row per contact record: the customer that it belongs to.
-- Key: record_id, source.
-- The customer's id is a function of the smallest record of the cluster.
select
    records.source,
    records.record_id,
    substr(
        md5(firsts.source || chr(31) || firsts.record_id), 1, 16
    ) as customer_id,
    case when clusters.cluster is null then 'alone' else 'linked' end as why
from identity.records as records
left join identity.clusters as clusters
    on clusters.record = records.record
left join identity.records as firsts
    on firsts.record = coalesce(clusters.cluster, records.record)
