-- One row per column of churn.scores that may pick nobody, and why.
-- Key: name.
with

columns_of_scores as (
    select 'p' as name
    union all
    select 'points'
    union all
    select 'band'
    union all
    select 'saved_value'
    union all
    select 'worth_saving'
)

select
    columns_of_scores.name,
    verdicts.verdict as reason
from churn.verdicts as verdicts
cross join columns_of_scores
where verdicts.question = 'customers' and verdicts.verdict <> 'usable'
