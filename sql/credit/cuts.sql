-- One row per cut that is tried: each percent of the applications, and the
-- cut-off in use.
-- Working table.
with

ranked as (
    select p, ceil(100 * cume_dist() over (order by p)) as percent
    from credit.priced
),

tried as (
    select max(p) as cut, false as chosen
    from ranked
    group by percent
    union all
    select cutoff, true
    from credit.terms
    where cutoff is not null and exists (select 1 from credit.priced)
)

select cut, bool_or(chosen) as chosen
from tried
group by cut
