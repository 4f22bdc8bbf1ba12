-- One row: the cut-off in use where applications are scored, what it brings
-- beside approving all, and beside the best cut of each count.
-- best_seen is the cut with the most profit among those whose outcome is known:
-- it was chosen on them, and so flatters itself.
with

best as (
    select
        min(cut) filter (where profit = most) as best_expected,
        min(cut) filter (where profit_seen = most_seen) as best_seen,
        max(most_seen) as most_seen,
        max(profit) filter (where cut = last_cut) as profit_all,
        max(profit_seen) filter (where cut = last_cut) as profit_all_seen
    from (
        select
            *,
            max(profit) over () as most,
            max(profit_seen) over () as most_seen,
            max(cut) over () as last_cut
        from credit.cutoffs
    ) as cuts
)

select
    terms.cutoff,
    terms.basis,
    terms.break_even,
    terms.credit_margin,
    terms.lgd,
    terms.ead,
    chosen.applications,
    chosen.approved,
    chosen.approved_share,
    chosen.bad_rate_expected,
    chosen.profit,
    chosen.answered,
    chosen.answered_approved,
    chosen.bad,
    chosen.bad_rate,
    chosen.bad_low,
    chosen.bad_high,
    chosen.profit_seen,
    best.profit_all,
    best.profit_all_seen,
    best.best_expected,
    best.best_seen,
    best.most_seen
from credit.terms as terms
join credit.cutoffs as chosen on chosen.chosen
cross join best
