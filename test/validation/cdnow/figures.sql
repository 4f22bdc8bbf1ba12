-- One row per figure: parameters, likelihoods and errors of the one test.
select 'customers' as figure, sum(people)::double as value
from value.backtest
where method = 'bg_nbd'
union all
select 'repeat purchases in the test', max(actual)::double from value.backtest
union all
select model || ' ' || parameter, value
from value.parameters
where look = 1
union all
select model || ' se of ' || parameter, standard_error
from value.parameters
where look = 1
union all
select model || ' log likelihood', log_likelihood
from value.fits
where look = 1
union all
select 'repeaters who spend', repeaters::double
from value.fits
where look = 1 and model = 'gamma_gamma'
union all
select method || ' expected in the test', expected from value.backtest
union all
select method || ' MAE', mae from value.backtest
union all
select method || ' RMSE', rmse from value.backtest
union all
select method || ' correlation', correlation from value.backtest
