-- One row per application that is scored: its grade, and whether it passes.
-- Key: application_id, source.
-- passes: its chance of bad is at most the cut-off; null where there is none.
select
    scores.source,
    scores.application_id,
    scores.customer_id,
    scores.p,
    scores.points,
    bounds.place,
    bounds.grade,
    scores.p <= terms.cutoff as passes
from credit.scores as scores
join credit.grade_bounds as bounds
    on scores.p >= bounds.low
    and scores.p < bounds.high
cross join credit.terms as terms
