-- One row per model and level of a covariate: how customers of it buy.
-- Key: model, place, level_place.
-- How many times as great the rate of purchases is as that of the reference,
-- and the rate, in BG/NBD the odds, at which customers stop; with intervals of
-- 90 %. not_better: more than chance, but no better in tests on the past.
with

fitted as (
    select
        fits.model,
        case
            when fits.verdict <> 'good' then fits.verdict
            when choice.model = fits.model then 'used'
            when choice.reason in ('asked', 'untested') then choice.reason
            else 'not_better'
        end as verdict
    from value.fits as fits
    cross join value.choice as choice
    where fits.look = 0
        and fits.model in ('bg_nbd_covariates', 'pareto_nbd_covariates')
),

parameters as (
    select * from value.parameters where look = 0
)

select
    fitted.model,
    levels.place,
    levels.covariate,
    levels.level_place,
    levels.level,
    levels.customers,
    case when levels.reference then 1 else rate.value end as rate,
    rate.low as rate_low,
    rate.high as rate_high,
    case when levels.reference then 1 else dropout.value end as dropout,
    dropout.low as dropout_low,
    dropout.high as dropout_high,
    fitted.verdict
from fitted
cross join value.levels as levels
left join parameters as rate
    on rate.model = fitted.model
    and rate.parameter = 'rate: ' || levels.effect
left join parameters as dropout
    on dropout.model = fitted.model
    and dropout.parameter = 'dropout: ' || levels.effect
