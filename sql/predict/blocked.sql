-- One row per question whose scores may pick nobody, and why.
-- Key: name.
-- A list whose rule names such a column of predict.customers is not written.
select
    question as name,
    verdict as reason
from predict.verdicts
where verdict <> 'usable'
