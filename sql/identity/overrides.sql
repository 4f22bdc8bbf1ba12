-- One row per line of the overrides' file: what became of it.
-- Key: line.
-- applied; expired; unknown: a record that is not there; redundant: the pair
-- would be joined, or kept apart, without it.
with

named as (
    select
        overrides.*,
        l.record as record,
        r.record as other_record
    from settings.identity_overrides as overrides
    left join identity.records as l
        on l.source = overrides.source
        and l.record_id = overrides.record_id
    left join identity.records as r
        on r.source = overrides.other_source
        and r.record_id = overrides.other_record_id
),

judged as (
    select
        named.*,
        coalesce(without.together, false) as linked
    from named
    left join identity.without as without
        on without.low = least(named.record, named.other_record)
        and without.high = greatest(named.record, named.other_record)
)

select
    line,
    kind,
    case
        when expires_on < $as_of::date then 'expired'
        when record is null
            or (kind <> 'pin_value' and other_record is null) then 'unknown'
        when kind = 'must_link' and linked then 'redundant'
        when kind = 'cannot_link' and not linked then 'redundant'
        else 'applied'
    end as status,
    field,
    author,
    expires_on
from judged
