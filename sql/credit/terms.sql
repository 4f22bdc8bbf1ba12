-- One row: what a good loan earns and a bad one costs, of its amount.
-- Null where nobody says. break_even is the probability of bad at which one
-- pays for the other: approve up to margin / (margin + lgd x ead).
with

rates as (
    select
        coalesce($credit_margin::double, $economics_margin::double) as margin,
        max(used) filter (where rate = 'lgd') as lgd,
        max(used) filter (where rate = 'ead') as ead
    from credit.severity
)

select
    cast(margin as decimal(9, 6)) as credit_margin,
    cast(lgd as decimal(9, 6)) as lgd,
    cast(ead as decimal(9, 6)) as ead,
    cast(lgd * ead as decimal(9, 6)) as loss_rate,
    cast(margin / nullif(margin + lgd * ead, 0) as decimal(9, 6))
        as break_even,
    coalesce(
        cast($credit_cutoff as decimal(9, 6)),
        cast(margin / nullif(margin + lgd * ead, 0) as decimal(9, 6))
    ) as cutoff,
    case
        when $credit_cutoff is not null then 'set'
        when margin / nullif(margin + lgd * ead, 0) is not null then 'profit'
        else 'none'
    end as basis
from rates
