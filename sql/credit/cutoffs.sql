-- One row per cut: what comes of approving who is bad with up to that chance.
-- Key: cut.
-- Expected, of all applications: a good loan earns the margin of its amount, a
-- bad one loses lgd x ead of it. Seen, of those whose outcome is known, by
-- cards that have not seen the customer; bad_low, bad_high: Wilson's 95 %.
with

approved as (
    select
        cuts.cut,
        cuts.chosen,
        count(*) filter (where priced.p <= cuts.cut) as approved,
        count(*) as applications,
        sum(priced.p) filter (where priced.p <= cuts.cut) as bad_expected,
        sum(priced.profit) filter (where priced.p <= cuts.cut) as profit,
        count(priced.answer) as answered,
        count(priced.answer) filter (where priced.p_tested <= cuts.cut)
            as answered_approved,
        count(*) filter (where priced.answer = 1 and p_tested <= cuts.cut)
            as bad,
        sum(priced.profit_seen) filter (where p_tested <= cuts.cut)
            as profit_seen
    from credit.cuts as cuts
    cross join credit.priced as priced
    group by cuts.cut, cuts.chosen
),

rated as (
    select
        *,
        bad::double / nullif(answered_approved, 0) as bad_rate,
        1.959963984540054::double * 1.959963984540054
            / nullif(answered_approved, 0) as z
    from approved
)

select
    rated.cut,
    rated.chosen,
    rated.applications,
    rated.approved,
    rated.approved::double / rated.applications as approved_share,
    round(rated.bad_expected::double / nullif(rated.approved, 0), 9)
        as bad_rate_expected,
    coalesce(cast(rated.profit as decimal(24, 4)), case
        when terms.loss_rate is not null and terms.credit_margin is not null
            then 0
    end) as profit,
    rated.answered,
    rated.answered_approved,
    rated.bad,
    rated.bad_rate,
    case when bad_rate is not null then round(greatest((
        bad_rate + z / 2 - sqrt(z * (bad_rate * (1 - bad_rate) + z / 4))
    ) / (1 + z), 0), 9) end as bad_low,
    case when bad_rate is not null then round(least((
        bad_rate + z / 2 + sqrt(z * (bad_rate * (1 - bad_rate) + z / 4))
    ) / (1 + z), 1), 9) end as bad_high,
    cast(rated.profit_seen as decimal(24, 4)) as profit_seen
from rated
cross join credit.terms as terms
