-- One row per contact record: the customer that it belongs to, and why.
-- Key: record_id, source.
-- Why: in what the record agrees fully with the one that it is most surely one
-- person with (likeness: fully in nothing); must_link where somebody has so
-- decided; alone where there is no other.
with

both_ways as (
    select source, record_id, weight, agrees, other_source, other_record_id
    from identity.links
    union all
    select
        other_source, other_record_id, weight, agrees, source, record_id
    from identity.links
),

decided as (
    select low as record
    from identity.constraints
    where kind = 'must_link'
    union
    select high
    from identity.constraints
    where kind = 'must_link'
),

strongest as (
    select source, record_id, agrees
    from both_ways
    qualify row_number() over (
        partition by source, record_id
        order by weight desc, other_source, other_record_id
    ) = 1
)

select
    records.source,
    records.record_id,
    owners.customer_id,
    case
        when clusters.record is null then 'alone'
        else coalesce(
            nullif(strongest.agrees, ''),
            case when decided.record is not null then 'must_link' end,
            'likeness'
        )
    end as why
from identity.records as records
left join identity.clusters as clusters
    on clusters.record = records.record
join identity.owners as owners
    on owners.cluster = coalesce(clusters.cluster, records.record)
left join strongest
    on strongest.source = records.source
    and strongest.record_id = records.record_id
left join decided on decided.record = records.record
