-- One row per year of first orders and month since: revenue per person so far.
-- Each finished month adds its revenue per person, over the cohorts that have
-- seen it whole; five years of cohorts and 36 months at most. A month in which
-- nobody moved has no row: the sum so far would tell of the month before.
with

steps as (
    select
        date_trunc('year', cohort)::date as cohort_year,
        months_since,
        sum(people)::bigint as people,
        sum(moved)::bigint as moved,
        (sum(revenue) / sum(people))::decimal(18, 4) as step
    from lifecycle.cohorts
    where state = 'finished'
        and months_since <= 36
        and date_diff('year', cohort, $as_of::date) < 5
    group by all
    having sum(moved) > 0
)

select
    year(cohort_year)::varchar as year,
    months_since,
    people,
    moved,
    sum(step) over (
        partition by cohort_year order by months_since
    )::decimal(18, 4) as revenue_per_person
from steps
