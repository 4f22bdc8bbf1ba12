-- One row per newest cohort and period since: who came back to buy.
-- Cohorts and periods are months, quarters or years, as lifecycle.period says.
with

moves as (
    select
        months.customer_id,
        date_trunc(period.period, months.cohort)::date as cohort,
        date_diff(period.period, months.cohort, months.month) as since
    from lifecycle.months as months
    cross join lifecycle.period as period
    where months.orders > 0
),

buyers as (
    select cohort, since, count(distinct customer_id) as buyers
    from moves
    group by cohort, since
),

newest as (
    select
        buyers.cohort,
        buyers.buyers as people,
        period.period,
        date_diff(period.period, buyers.cohort, $as_of::date) as last
    from buyers
    cross join lifecycle.period as period
    where buyers.since = 0
        and date_diff(period.period, buyers.cohort, $as_of::date)
        < period.cohorts
),

seen as (
    select newest.*, counted.since
    from newest
    cross join (
        select unnest(range(1, max(last) + 1)) as since from newest
    ) as counted
    where counted.since <= newest.last
)

select
    seen.cohort,
    seen.since::integer as since,
    seen.period,
    year(seen.cohort)::varchar as year,
    quarter(seen.cohort)::varchar as quarter,
    seen.people,
    coalesce(buyers.buyers, 0) as buyers,
    (coalesce(buyers.buyers, 0) / seen.people)::decimal(18, 6) as retention,
    case
        when seen.since = seen.last
            and date_trunc(seen.period, $as_of::date + 1)::date
            <= $as_of::date then 'unfinished'
        else 'finished'
    end as state
from seen
left join buyers
    on buyers.cohort = seen.cohort and buyers.since = seen.since
