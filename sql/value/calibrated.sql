-- One row per tenth by what the chosen model expected: a customer's purchases.
-- In the newest test, with the interval of 90 % of the mean that came.
with

bins as (
    select
        bins.decile,
        bins.people,
        bins.buyers,
        bins.expected / bins.people as expected,
        bins.actual / bins.people as actual,
        bins.square / bins.people as square
    from value.calibration as bins
    join value.choice as choice on choice.model = bins.method
    where bins.look = 1 and bins.measure = 'purchases'
),

spread as (
    select
        *,
        1.6448536269514722 * sqrt(
            greatest(square - actual * actual, 0) / greatest(people - 1, 1)
        ) as width
    from bins
)

select
    decile,
    people,
    buyers,
    expected::decimal(18, 6) as expected,
    actual::decimal(18, 6) as actual,
    greatest(actual - width, 0)::decimal(18, 6) as low,
    (actual + width)::decimal(18, 6) as high
from spread
