-- One row: whether the triangle is drawn in months, quarters or years.
-- Unless set: the finest in which the middle one of the newest cohorts, 24
-- months, 12 quarters or 10 years, has at least 50 people.
with

spans as (
    select * from (
        values ('month', 1, 24), ('quarter', 2, 12), ('year', 3, 10)
    ) as spans (period, place, cohorts)
),

sizes as (
    select
        spans.period,
        spans.place,
        spans.cohorts,
        date_trunc(spans.period, cohorts.cohort)::date as cohort,
        sum(cohorts.people) as people
    from lifecycle.cohorts as cohorts
    cross join spans
    where cohorts.months_since = 0
    group by all
),

newest as (
    select *
    from sizes
    qualify row_number() over (
        partition by period order by cohort desc
    ) <= cohorts
),

middles as (
    select period, place, median(people) as people
    from newest
    group by period, place
),

chosen as (
    select min(place) as place
    from middles
    where people >= 50
)

select spans.period, spans.cohorts
from spans
cross join chosen
where spans.period = $lifecycle_period
    or ($lifecycle_period = 'auto' and spans.place = coalesce(chosen.place, 3))
