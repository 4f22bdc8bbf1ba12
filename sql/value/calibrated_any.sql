-- One row per tenth by the chance of any purchase: how many did buy.
-- By the chosen model in the newest test, with Wilson's interval of 90 %. Who
-- still buys cannot be seen; who comes back within a time can.
with

bins as (
    select
        bins.decile,
        bins.people,
        bins.buyers,
        bins.expected / bins.people as expected,
        bins.actual / bins.people as actual,
        2.705543454095404 / bins.people as z
    from value.calibration as bins
    join value.choice as choice on choice.model = bins.method
    where bins.look = 1 and bins.measure = 'any'
),

spread as (
    select
        *,
        (actual + z / 2) / (1 + z) as middle,
        sqrt(z * actual * (1 - actual) + z * z / 4) / (1 + z) as width
    from bins
)

select
    decile,
    people,
    buyers,
    expected::decimal(18, 6) as expected,
    actual::decimal(18, 6) as actual,
    (middle - width)::decimal(18, 6) as low,
    (middle + width)::decimal(18, 6) as high
from spread
