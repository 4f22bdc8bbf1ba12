-- One row per question that no card tells, or whose scores of the newest month
-- have moved from the examples that their card learnt from: a run says so.
-- Key: gate.
select
    'unusable.' || verdicts.question as gate,
    1::double as value,
    null::double as threshold,
    'question without scores: ' || verdicts.question || ' ('
        || case verdicts.verdict
            when 'too_few' then 'too few examples of either answer'
            when 'one_class' then 'all answers are the same'
            else 'no usable signal'
        end || ')' as meaning
from predict.verdicts as verdicts
where verdicts.verdict <> 'usable'
    -- Of the empty tables of a check there is nothing to say.
    and (select count(*) from crm.customers) > 0
union all
select
    'drift.' || newest.question,
    round(newest.index, 3),
    asked.shifted_max_index,
    'population stability index of the scores of the newest month: '
        || newest.question || ', ' || strftime(newest.month, '%Y-%m')
from (
    select *
    from predict.stability
    where what = 'score'
    qualify row_number() over (partition by question order by month desc) = 1
) as newest
join settings.predict_questions as asked on asked.name = newest.question
-- What chance explains counts as nothing; where no most is given, what is below
-- .25, too.
where newest.tail <= 0.01
    and (asked.shifted_max_index is not null or newest.state = 'shifted')
