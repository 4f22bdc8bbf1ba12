-- One row per tenth of the customers by what each is expected to bring.
with

ranked as (
    select
        clv,
        clv_low,
        clv_high,
        ntile(10) over (order by clv desc, customer_id) as tenth
    from value.scores
),

tenths as (
    select
        tenth,
        count(*) as people,
        sum(clv)::decimal(18, 4) as clv
    from ranked
    group by tenth
)

select
    tenth,
    people,
    clv,
    (clv / people)::decimal(18, 4) as mean_clv,
    (clv / nullif(sum(clv) over (), 0))::decimal(18, 6) as share,
    (
        sum(clv) over (order by tenth) / nullif(sum(clv) over (), 0)
    )::decimal(18, 6) as so_far
from tenths
