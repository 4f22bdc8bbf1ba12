-- One row per day from which occasions are looked at: today, and earlier ones.
-- Key: look.
-- Occasions up to `seen` are over by then; `ahead` follow. Look 0 is the run's.
-- Tests go back from it by as many occasions as they look ahead: as it is asked
-- for, or as half of the history holds, at most as many as the horizon.
with

history as (
    select
        cast(floor(
            (year($as_of::date + 1) * 12 + month($as_of::date + 1) - 1)
            / $value_occasion_months::integer
        ) - 1 as integer) as seen,
        greatest(cast(floor(
            $value_horizon / $value_occasion_months::integer
        ) as integer), 1) as ahead,
        min(occasion) as began
    from value.occasion_days
    having count(*) > 0
),

steps as (
    select
        *,
        cast(least(ahead, greatest(1, coalesce(
            floor($value_test_months / $value_occasion_months::integer),
            floor((seen - began) / (2 * greatest($value_tests, 1)))
        ))) as integer) as step
    from history
),

looks as (
    select 0 as look, seen, ahead
    from steps
    union all
    select
        cast(tests.look as integer),
        cast(seen - tests.look * step as integer),
        step
    from steps
    cross join range(1, 13) as tests (look)
    where tests.look <= $value_tests
        and 2 * tests.look * step <= seen - began
)

select
    look,
    case when look = 0 then $as_of::date else cast(
        date '2000-01-01' + to_months(cast(
            (seen + 1) * $value_occasion_months::integer - 24000 as integer
        )) as date
    ) - 1 end as day,
    seen,
    ahead
from looks
