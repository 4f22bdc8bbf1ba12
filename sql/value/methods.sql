-- One row per method: how it did in all tests together, the best first.
-- Errors are purchases a customer; captured, what its best tenth brought of all
-- that was spent; the likelihood is that of the model as of $as_of.
with

tests as (
    select
        method,
        count(*) as tests,
        sum(people) as people,
        sum(cast(people * mae as decimal(28, 8)))::double / sum(people)
            as mae,
        sqrt(
            sum(cast(people * rmse * rmse as decimal(28, 8)))::double
            / sum(people)
        ) as rmse,
        sum(cast(expected as decimal(28, 8)))::double
            / nullif(sum(actual), 0) - 1 as bias
    from value.backtest
    group by method
),

now as (
    select model as method, verdict, log_likelihood
    from value.fits
    where look = 0 and model <> 'gamma_gamma'
)

select
    cast(row_number() over (
        order by rmse nulls last, coalesce(tests.method, now.method,
            captured.method)
    ) as integer) as place,
    coalesce(tests.method, now.method, captured.method) as method,
    case when exists (
        select 1 from value.choice as choice
        where choice.model = coalesce(tests.method, now.method)
    ) then 'taken' else coalesce(now.verdict, 'naive') end as state,
    tests.tests,
    tests.people,
    tests.mae::decimal(18, 6) as mae,
    tests.rmse::decimal(18, 6) as rmse,
    tests.bias::decimal(18, 6) as bias,
    captured.captured,
    now.log_likelihood::decimal(18, 4) as log_likelihood
from tests
full join now on now.method = tests.method
full join value.captured as captured
    on captured.method = coalesce(tests.method, now.method)
