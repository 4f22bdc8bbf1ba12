-- One row per month of first orders and month since, up to that of $as_of.
-- Key: cohort, months_since.
-- Buyers ordered in the month, moved also counts who only returned something.
-- Revenue is net of returns on their day; revenue_per_person is cumulative.
with

sizes as (
    select cohort, count(*) as people
    from lifecycle.purchases
    where cohort is not null
    group by cohort
),

spans as (
    select
        cohort,
        people,
        date_diff('month', cohort, $as_of::date) as months
    from sizes
),

seen as (
    select spans.cohort, spans.people, counted.months_since
    from spans
    cross join (
        select unnest(range(0, max(months) + 1)) as months_since from spans
    ) as counted
    where counted.months_since <= spans.months
),

moves as (
    select
        cohort,
        date_diff('month', cohort, month) as months_since,
        count(*) filter (where orders > 0) as buyers,
        count(*) as moved,
        sum(orders) as orders,
        sum(revenue) as revenue
    from lifecycle.months
    group by all
),

cells as (
    select
        seen.*,
        coalesce(moves.buyers, 0) as buyers,
        coalesce(moves.moved, 0) as moved,
        coalesce(moves.orders, 0) as orders,
        coalesce(moves.revenue, 0)::decimal(18, 4) as revenue,
        sum(moves.revenue) over (
            partition by seen.cohort order by seen.months_since
        )::decimal(18, 4) as cumulative
    from seen
    left join moves
        on moves.cohort = seen.cohort
        and moves.months_since = seen.months_since
)

select
    cohort,
    months_since::integer as months_since,
    people,
    buyers,
    moved,
    (buyers / people)::decimal(18, 6) as retention,
    orders::bigint as orders,
    revenue,
    cumulative as cumulative_revenue,
    (cumulative / people)::decimal(18, 4) as revenue_per_person,
    case
        when months_since = date_diff('month', cohort, $as_of::date)
            and last_day($as_of::date) > $as_of::date then 'unfinished'
        else 'finished'
    end as state
from cells
