-- One row per key value and distinct name that carries it, if not shared.
-- Key: value, kind, name.
select
    keys.kind,
    keys.value,
    keys.name,
    min(keys.given_name) as given_name,
    min(keys.family_name) as family_name,
    min(keys.record) as record
from identity.keys as keys
left join identity.shared_values as shared
    on shared.kind = keys.kind
    and shared.value = keys.value
where shared.value is null
group by keys.kind, keys.value, keys.name
