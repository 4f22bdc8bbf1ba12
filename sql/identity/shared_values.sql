-- One row per address or number that more than three people seem to share.
-- Key: kind, value.
with

carried as (
    select 'email' as kind, records.email as value, keys.email as key
    from identity.records as records
    join identity.keys as keys on keys.record = records.record
    union all
    select 'phone', records.phone, keys.phone
    from identity.records as records
    join identity.keys as keys on keys.record = records.record
    union all
    select 'loyalty_number', records.loyalty_number, keys.loyalty_number
    from identity.records as records
    join identity.keys as keys on keys.record = records.record
)

select
    carried.kind,
    carried.value,
    shared.people as names,
    shared.records
from identity.values as shared
join carried
    on carried.kind = shared."column"
    and carried.key = shared.key
where shared.people > 3
group by carried.kind, carried.value, shared.people, shared.records
