-- One row per customer and field that somebody has fixed: the last line's.
-- Working table.
select
    members.customer_id,
    overrides.field,
    overrides.value,
    overrides.line
from settings.identity_overrides as overrides
join identity.members as members
    on members.source = overrides.source
    and members.record_id = overrides.record_id
where overrides.kind = 'pin_value'
    and coalesce(overrides.expires_on >= $as_of::date, true)
qualify row_number() over (
    partition by members.customer_id, overrides.field
    order by overrides.line desc
) = 1
