-- One row per figure: what the models come to where nobody is seen to leave.
select 'customers' as figure, max(people)::double as value
from value.fits
where look = 0
union all
select model || ' log likelihood', log_likelihood
from value.fits
where look = 0 and model <> 'gamma_gamma'
union all
select 'nbd ' || parameter, value
from value.parameters
where look = 0 and model = 'nbd'
union all
select model || ' is told to have no dropout', (verdict = 'no_dropout')::integer
from value.fits
where look = 0 and model <> 'gamma_gamma'
union all
select 'nbd is used', (model = 'nbd' and reason = 'no_dropout')::integer
from value.choice
union all
select 'values that are no numbers', count(*)::double
from value.scores
where clv is null or clv_low is null or clv_high is null or isnan(clv::double)
