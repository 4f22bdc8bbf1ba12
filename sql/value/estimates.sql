-- One row per model and parameter as of $as_of: its value and interval.
-- Effects of covariates have a table of their own.
select
    case
        when parameters.model in (select model from value.choice) then 1
        when parameters.model = 'gamma_gamma' then 2
        else 3
    end as place,
    parameters.model as method,
    parameters.place as parameter_place,
    parameters.parameter,
    parameters.unit,
    parameters.value,
    parameters.low,
    parameters.high,
    fits.people
from value.parameters as parameters
join value.fits as fits
    on fits.look = parameters.look and fits.model = parameters.model
where parameters.look = 0
    and parameters.parameter not like 'rate: %'
    and parameters.parameter not like 'dropout: %'
