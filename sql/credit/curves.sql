-- One row per year of opening and month on book that the report draws: share of
-- loans ever 90 days late.
-- Key: year, months.
-- Only months that all loans of the year have come to, and a point only where
-- at least ten more have become so late than at the point before.
with recursive

yearly as (
    select
        year(quarter)::varchar as year,
        months,
        sum(loans)::bigint as loans,
        sum(ever)::bigint as ever,
        count(distinct quarter) as quarters
    from credit.vintages
    where days_late = 90 and finished
    group by all
),

whole as (
    select *
    from yearly
    where quarters = (
        select count(distinct quarter) from credit.vintages as all_quarters
        where year(all_quarters.quarter)::varchar = yearly.year
    )
),

points as (
    select year, -1 as months, 0::bigint as loans, 0::bigint as ever,
        0::bigint as newly
    from whole
    group by year
    union all
    select whole.year, whole.months, whole.loans, whole.ever,
        whole.ever - points.ever
    from points
    join whole
        on whole.year = points.year
        and whole.months > points.months
        and whole.ever >= points.ever + 10
    qualify row_number() over (
        partition by whole.year order by whole.months
    ) = 1
)

select year, months, loans, ever, newly, ever::double / loans as share
from points
where months >= 0
    and year in (select year from points group by year having count(*) > 2)
