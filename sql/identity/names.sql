-- One row per name under a key value that several records carry, not shared.
-- Key: value, kind, name, given_name.
-- One name may be taken apart in two ways: Jean Marie | Roy, Jean | Marie Roy.
with

met as (
    select keys.kind, keys.value
    from identity.keys as keys
    left join identity.shared_values as shared
        on shared.kind = keys.kind
        and shared.value = keys.value
    where shared.value is null
    group by keys.kind, keys.value
    having count(*) > 1
)

select
    keys.kind,
    keys.value,
    keys.name,
    keys.given_name,
    keys.family_name,
    min(min(keys.record)) over (
        partition by keys.kind, keys.value, keys.name
    ) as record
from identity.keys as keys
join met
    on met.kind = keys.kind
    and met.value = keys.value
group by
    keys.kind, keys.value, keys.name, keys.given_name, keys.family_name
