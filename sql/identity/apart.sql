-- One row per candidate pair of one source that has no duplicates in itself.
-- Working table.
select candidates.low, candidates.high
from identity.candidates as candidates
join identity.records as l on l.record = candidates.low
join identity.records as r on r.record = candidates.high
join settings.identity_unique_sources as uniques on uniques.source = l.source
where r.source = l.source
