-- One row per number of repeat purchases and method: purchases in the test.
-- The newest test. The last number stands for so many or more; buyers are those
-- who bought at all in it.
with

outcomes as (
    select
        least(x, 7) as repeats,
        stratum, x, recency, age, bought,
        people
    from value.outcomes
    where look = 1
),

counts as (
    select
        repeats,
        sum(people) as people,
        coalesce(sum(people) filter (where bought > 0), 0) as buyers,
        sum(people * bought) as purchases
    from outcomes
    group by repeats
),

expected as (
    select
        outcomes.repeats,
        predictions.method,
        sum(cast(
            outcomes.people * predictions.purchases as decimal(28, 8)
        )) as purchases
    from outcomes
    join value.predictions as predictions
        on predictions.look = 1
        and predictions.stratum = outcomes.stratum
        and predictions.x = outcomes.x
        and predictions.recency = outcomes.recency
        and predictions.age = outcomes.age
    group by outcomes.repeats, predictions.method
    union all
    select
        outcomes.repeats,
        'own_rate',
        sum(cast(
            outcomes.people * outcomes.x * looks.days::double
            / greatest(outcomes.age, 1) as decimal(28, 8)
        ))
    from outcomes
    join value.looks as looks on looks.look = 1
    group by outcomes.repeats
    union all
    select repeats, 'actual', purchases from counts
)

select
    counts.repeats,
    expected.method,
    case
        when expected.method = 'actual' then 'actual'
        when expected.method in (select model from value.choice) then 'taken'
        when expected.method = 'own_rate' then 'naive'
        else 'other'
    end as kind,
    counts.people::bigint as people,
    counts.buyers::bigint as buyers,
    (expected.purchases / counts.people)::decimal(18, 6) as purchases
from expected
join counts on counts.repeats = expected.repeats
