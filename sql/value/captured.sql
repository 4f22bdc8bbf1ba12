-- One row per method: how much of what was spent its best tenth brought.
-- In each test the tenth of the customers of whom it expects the most
-- purchases; of equal ones a part. most_so_far is those who bought most often.
with

patterns as (
    select
        histories.look,
        histories.stratum,
        histories.x,
        histories.recency,
        histories.age,
        count(*) as people,
        sum(later.spent)::decimal(18, 4) as spent
    from value.histories as histories
    join value.later as later
        on later.look = histories.look
        and later.customer_id = histories.customer_id
    group by all
),

expected as (
    select
        patterns.*,
        predictions.method,
        predictions.purchases
    from patterns
    join value.predictions as predictions
        on predictions.look = patterns.look
        and predictions.stratum = patterns.stratum
        and predictions.x = patterns.x
        and predictions.recency = patterns.recency
        and predictions.age = patterns.age
    union all
    select *, 'own_rate', x / greatest(age, 1)::double from patterns
    union all
    select *, 'most_so_far', x::double from patterns
),

equals as (
    select
        look,
        method,
        purchases,
        sum(people) as people,
        sum(spent) as spent
    from expected
    group by look, method, purchases
),

ranked as (
    select
        *,
        sum(people) over (
            partition by look, method order by purchases desc
        ) - people as before,
        sum(people) over (partition by look, method) / 10 as tenth
    from equals
),

tests as (
    select
        look,
        method,
        sum(spent) as spent,
        sum(cast(
            spent * greatest(0, least(1, (tenth - before) / people))
            as decimal(28, 8)
        )) as best
    from ranked
    group by look, method
)

select
    method,
    sum(spent)::decimal(18, 4) as spent,
    (sum(best) / nullif(sum(spent), 0))::decimal(18, 6) as captured
from tests
group by method
