-- One row per application that a card scores: chance of bad, points, reasons.
-- Key: application_id, source.
-- p is by the card of all examples of the past; p_tested, of these alone, by
-- one that has not seen the customer: of what was answered since the card was
-- learnt, the card itself. Band 1 is the best tenth of all. Reasons are the
-- features that raise the chance of bad most above the mean.
select
    scored.source,
    scored.application_id,
    scored.customer_id,
    scored.day,
    scored.sample,
    cards.form,
    scored.p,
    coalesce(
        tested.p,
        case when scored.sample = 'past' and verdicts.model = 'kept'
            then scored.p end
    ) as p_tested,
    scored.points,
    1 + floor(
        10 * (rank() over (order by scored.odds) - 1) / count(*) over ()
    )::integer as band,
    scored.reason_1,
    scored.bin_1,
    scored.reason_2,
    scored.bin_2,
    scored.reason_3,
    scored.bin_3,
    scored.reason_4,
    scored.bin_4
from credit.scored as scored
join credit.cards as cards on cards.taken
join credit.verdicts as verdicts on verdicts.question = cards.question
left join credit.tested as tested on tested.example = scored.example
