-- One row per link between two records that agree on a strong key.
-- Records of one value and one name hang together through the first of them;
-- the first ones of two names, if the names are compatible.
with

same_name as (
    select names.record as low, keys.record as high, keys.kind
    from identity.keys as keys
    join identity.names as names
        on names.kind = keys.kind
        and names.value = keys.value
        and names.name = keys.name
    where names.record < keys.record
),

other_name as (
    select
        least(a.record, b.record) as low,
        greatest(a.record, b.record) as high,
        a.kind
    from identity.names as a
    join identity.names as b
        on b.kind = a.kind
        and b.value = a.value
        and b.name > a.name
    where a.kind not in ('email', 'phone')
        or a.name = ''
        or (a.family_name <> '' and a.family_name = b.family_name)
        or (
            a.given_name <> ''
            and substr(a.given_name, 1, 1) = substr(b.given_name, 1, 1)
        )
)

select distinct low, high, kind
from (
    select low, high, kind from same_name
    union all
    select low, high, kind from other_name
) as links
