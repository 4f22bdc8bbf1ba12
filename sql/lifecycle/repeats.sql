-- One row per year of first orders whose days to buy again are over.
-- Years end so many days before $as_of as $lifecycle_repeat_days says; 0 is the
-- newest. Who ordered on a further day within these days has come back.
with

firsts as (
    select
        floor(
            (date_diff('day', first_day, $as_of::date) - $lifecycle_repeat_days)
            / 365
        )::integer as years_back,
        date_diff('day', first_day, second_day) as waited
    from lifecycle.purchases
    where date_diff('day', first_day, $as_of::date) >= $lifecycle_repeat_days
)

select
    years_back,
    count(*) as people,
    count(*) filter (where waited <= $lifecycle_repeat_days) as repeaters,
    (
        count(*) filter (where waited <= $lifecycle_repeat_days) / count(*)
    )::decimal(18, 6) as share
from firsts
group by years_back
