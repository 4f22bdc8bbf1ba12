-- One row per R and F score: its people, their revenue and main segment.
with

revenue as (
    select
        customer_id,
        sum(amount) as money
    from crm.sales
    where date_diff('day', day, $as_of::date) between 0 and 364
    group by customer_id
),

cells as (
    select
        scores.r,
        scores.f,
        scores.segment,
        count(*) as people,
        sum(coalesce(revenue.money, 0))::decimal(18, 4) as money
    from rfm.scores as scores
    left join revenue on revenue.customer_id = scores.customer_id
    group by all
),

ranked as (
    select
        r,
        f,
        segment,
        sum(people) over (partition by r, f) as people,
        sum(money) over (partition by r, f) as money,
        row_number() over (
            partition by r, f
            order by people desc, segment
        ) as rank
    from cells
)

select
    r,
    f,
    segment,
    people::bigint as people,
    money::decimal(18, 4) as money,
    (money / nullif(sum(money) over (), 0))::decimal(9, 6) as share
from ranked
where rank = 1
