-- One row per model and level of a covariate: how customers of it buy.
-- Key: model, place, level_place.
-- How many times as great the rate of purchases is as that of the reference,
-- and the rate, in BG/NBD the odds, at which customers stop; with intervals of
-- 90 %. not_better: more than chance, but no better in tests on the past;
-- no_signal: no more than chance, and so left out of a model with others.
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
    select *, low is null or low < high as told
    from value.parameters
    where look = 0
),

effects as (
    select
        fitted.model,
        levels.place,
        levels.covariate,
        levels.level_place,
        levels.level,
        levels.reference,
        levels.customers,
        coalesce(rate.told, false) as told,
        rate.value as rate,
        rate.low as rate_low,
        rate.high as rate_high,
        dropout.value as dropout,
        dropout.low as dropout_low,
        dropout.high as dropout_high,
        fitted.verdict,
        count(*) over covariates as levels,
        count(rate.value) over covariates as found,
        bool_or(coalesce(rate.told, false)) over covariates as tells
    from fitted
    cross join value.levels as levels
    left join parameters as rate
        on rate.model = fitted.model
        and rate.parameter = 'rate: ' || levels.effect
    left join parameters as dropout
        on dropout.model = fitted.model
        and dropout.parameter = 'dropout: ' || levels.effect
    window covariates as (partition by fitted.model, levels.place)
)

select
    model,
    place,
    covariate,
    level_place,
    level,
    customers,
    case when reference then 1 when told then rate end as rate,
    case when told then rate_low end as rate_low,
    case when told then rate_high end as rate_high,
    case when reference then 1 when told then dropout end as dropout,
    case when told then dropout_low end as dropout_low,
    case when told then dropout_high end as dropout_high,
    case
        when levels = 1 then 'one_level'
        when found > 0 and not tells then 'no_signal'
        else verdict
    end as verdict
from effects
