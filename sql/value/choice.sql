-- One row: the model of purchases that is used, and why.
-- The one with the least root mean square error over all tests, among those
-- that could be fitted each time and now. Of those that are as good but for
-- half a percent it is the one by which the history is likeliest, a parameter
-- more counting as one of log likelihood (Akaike). One with
-- covariates counts only where it does better than all without.
with

usable as (
    select
        fits.model as method,
        max(fits.log_likelihood) - count(*) as likely
    from value.fits as fits
    join value.parameters as parameters
        on parameters.look = fits.look and parameters.model = fits.model
    where fits.look = 0 and fits.usable and fits.model <> 'gamma_gamma'
    group by fits.model
),

pooled as (
    select
        backtest.method,
        count(*) as tests,
        sqrt(
            sum(cast(people * rmse * rmse as decimal(28, 8)))::double
            / sum(people)
        ) as rmse
    from value.backtest as backtest
    group by backtest.method
),

tests as (
    select count(*) as tests from value.looks where look > 0
),

plain as (
    select min(pooled.rmse) as rmse
    from pooled
    join usable on usable.method = pooled.method
    cross join tests
    where pooled.tests = tests.tests
        and pooled.method not like '%_covariates'
),

ranked as (
    select pooled.*, usable.likely, min(pooled.rmse) over () as least
    from pooled
    join usable on usable.method = pooled.method
    cross join tests
    cross join plain
    where pooled.tests = tests.tests
        and (
            pooled.method not like '%_covariates' or pooled.rmse < plain.rmse
        )
),

naive as (
    select method, rmse
    from pooled
    where method in ('own_rate', 'one_rate', 'year_before')
    order by rmse, method
    limit 1
),

best as (
    select method, rmse
    from ranked
    where rmse <= 1.005 * least
    order by likely desc, rmse, method
    limit 1
),

untested as (
    select method
    from usable
    where method not like '%_covariates'
    order by
        case method when 'bg_nbd' then 1 when 'mbg_nbd' then 2
            when 'pareto_nbd' then 3 else 4 end
    limit 1
),

asked as (
    select method
    from usable
    where method = $value_transactions
)

select
    coalesce(asked.method, best.method, untested.method) as model,
    case
        when asked.method is not null then 'asked'
        when best.method is null and untested.method is null then 'none'
        when best.method is null then 'untested'
        when best.method = 'nbd'
            and not exists (select 1 from ranked where method <> 'nbd')
            then 'no_dropout'
        when naive.rmse < best.rmse then 'naive_better'
        else 'tested'
    end as reason,
    best.rmse,
    naive.method as naive,
    naive.rmse as naive_rmse
from (select 1 as one) as one
left join asked on true
left join best on true
left join untested on true
left join naive on true
