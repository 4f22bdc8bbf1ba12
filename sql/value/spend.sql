-- One row per look: what a purchase of a customer is expected to bring.
-- (p v + p x m) / (p x + q - 1) for a mean m of x repeat purchases. Where the
-- gamma-gamma model does not hold p = 1, q = 2 and v is the mean of all: one
-- purchase more at that. The others are covariances of the logarithms.
with

fitted as (
    select
        look,
        max(value) filter (where parameter = 'p') as p,
        max(value) filter (where parameter = 'q') as q,
        max(value) filter (where parameter = 'v') as v
    from value.parameters
    where model = 'gamma_gamma'
    group by look
),

together as (
    select
        look,
        max(covariance) filter (where place = 1 and other = 1) as pp,
        max(covariance) filter (where place = 1 and other = 2) as pq,
        max(covariance) filter (where place = 1 and other = 3) as pv,
        max(covariance) filter (where place = 2 and other = 2) as qq,
        max(covariance) filter (where place = 2 and other = 3) as qv,
        max(covariance) filter (where place = 3 and other = 3) as vv
    from value.covariances
    where model = 'gamma_gamma'
    group by look
)

select
    fits.look,
    fits.verdict,
    fits.people,
    fits.mean_spend as mean,
    fits.correlation,
    coalesce(fitted.p, 1) as p,
    coalesce(fitted.q, 2) as q,
    coalesce(fitted.v, fits.mean_spend) as v,
    pp, pq, pv, qq, qv, vv
from value.fits as fits
left join fitted on fitted.look = fits.look
left join together on together.look = fits.look
where fits.model = 'gamma_gamma'
