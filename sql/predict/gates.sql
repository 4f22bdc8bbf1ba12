-- One row per question that no card tells: a run says so.
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
