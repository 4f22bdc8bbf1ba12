-- One row per pair of one source that has no duplicates in itself.
-- Working table.
select pairs.low, pairs.high
from identity.pairs as pairs
join identity.records as l on l.record = pairs.low
join identity.records as r on r.record = pairs.high
join settings.identity_unique_sources as uniques on uniques.source = l.source
where r.source = l.source
