-- One row per question and case or customer to be scored: how likely a yes is.
-- Key: question, key.
-- More points are a likelier yes; band 1 is the likeliest tenth. Reasons are
-- the features that raise the chance most above the mean. A question without
-- a usable card has no row.
select
    question,
    key,
    customer_id,
    day,
    p,
    points,
    1 + floor(
        10 * (rank() over (partition by question order by odds desc) - 1)
        / count(*) over (partition by question)
    )::integer as band,
    reason_1,
    bin_1,
    reason_2,
    bin_2,
    reason_3,
    bin_3,
    reason_4,
    bin_4
from predict.scored
where sample = 'now'
