-- One row per subscription that runs on $as_of: whether it is about to end.
-- Key: subscription_id, source.
-- p is the chance that it ends within the horizon; band 1 the tenth most in
-- danger. Reasons are the features that raise the chance most above the mean.
select
    source,
    subscription_id,
    customer_id,
    p,
    points,
    1 + floor(
        10 * (rank() over (order by odds desc) - 1) / count(*) over ()
    )::integer as band,
    reason_1,
    bin_1,
    reason_2,
    bin_2,
    reason_3,
    bin_3,
    reason_4,
    bin_4
from churn.contract_scored
where sample = 'now'
