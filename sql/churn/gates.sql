-- One row per gate: how far the scores of the newest month have moved from the
-- examples that their card learnt from, and how far they may; and, to be told,
-- each question that was asked and has no card of use.
-- Key: gate.
-- What chance explains counts as nothing; where no most is given, what is
-- below .25, too.
with

newest as (
    select *
    from churn.stability
    where what = 'score'
    qualify row_number() over (partition by question order by month desc) = 1
),

told as (
    select *
    from newest
    where tail <= 0.01
        and ($churn_shifted_max_index is not null or state = 'shifted')
)

select
    'drift' as gate,
    coalesce(max(round(index, 3)), 0)::double as value,
    $churn_shifted_max_index::double as threshold,
    'population stability index of the scores of the newest month'
        || coalesce(': ' || string_agg(
            question || ', ' || strftime(month, '%Y-%m'), '; '
            order by question
        ), '') as meaning
from told

union all

select
    'unusable.' || question as gate,
    1::double as value,
    null::double as threshold,
    'question without scores: ' || question || ' ('
        || case verdict
            when 'too_few' then 'too few examples of either answer'
            when 'one_class' then 'all answers are the same'
            else 'no usable signal'
        end || ')' as meaning
from churn.verdicts
where verdict <> 'usable' and known > 0
