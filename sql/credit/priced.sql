-- One row per application that is scored and could have been approved: what it
-- would bring, and did.
-- Working table.
-- p_tested is of a card that has not seen the customer, where the answer is
-- known: what happened is counted with it.
select
    outcomes.source,
    outcomes.application_id,
    outcomes.customer_id,
    outcomes.decision,
    outcomes.amount,
    scores.p,
    scores.p_tested,
    scores.points,
    case when examples.answer is not null and scores.p_tested is not null
        then examples.answer
    end as answer,
    cast(round(outcomes.amount::double * (
        (1 - scores.p::double) * terms.credit_margin::double
        - scores.p::double * terms.loss_rate::double
    ), 6) as decimal(24, 6)) as profit,
    cast(round(outcomes.amount::double * case
        when scores.p_tested is null then null
        when examples.answer = 0 then terms.credit_margin::double
        when examples.answer = 1 then -terms.loss_rate::double
    end, 6) as decimal(24, 6)) as profit_seen,
    scores.p <= terms.cutoff as passes,
    scores.p_tested <= terms.cutoff as passes_tested
from credit.scores as scores
join credit.outcomes as outcomes
    on outcomes.source = scores.source
    and outcomes.application_id = scores.application_id
join credit.examples as examples
    on examples.source = scores.source
    and examples.application_id = scores.application_id
cross join credit.terms as terms
where examples.sample <> 'aside'
