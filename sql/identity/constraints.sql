-- One row per pair of records that people have decided upon, in force today.
-- Working table.
select
    overrides.line,
    overrides.kind,
    least(l.record, r.record) as low,
    greatest(l.record, r.record) as high
from settings.identity_overrides as overrides
join identity.records as l
    on l.source = overrides.source
    and l.record_id = overrides.record_id
join identity.records as r
    on r.source = overrides.other_source
    and r.record_id = overrides.other_record_id
where overrides.kind in ('must_link', 'cannot_link')
    and l.record <> r.record
    and coalesce(overrides.expires_on >= $as_of::date, true)
