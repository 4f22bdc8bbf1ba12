-- One row per customer: the variance of what it will bring, parameters known.
-- Working table.
-- Of a sum of so many purchases, of gamma spend about a mean of one's own that
-- is inverse gamma; each for what it is worth within the horizon. null where
-- spend has no fitted model or no variance.
with

bases as (
    select
        wallets.customer_id,
        spend.pp is not null as is_fitted,
        spend.p * wallets.x + spend.q as shape,
        expectations.orders,
        expectations.orders / spend.p + expectations.square as squares,
        case when expectations.orders > 0
            then expectations.discounted / expectations.orders else 1 end
            * wallets.share::double * spend.p
            * (spend.v + wallets.x * wallets.mean_amount::double) as scale
    from value.wallets as wallets
    join value.spend as spend on spend.look = 0
    join value.expectations as expectations
        on expectations.stratum = wallets.stratum
        and expectations.x = wallets.x
        and expectations.recency = wallets.recency
        and expectations.age = wallets.age
),

variances as (
    select
        customer_id,
        case when is_fitted and shape > 2 then scale * scale * (
            squares / ((shape - 1) * (shape - 2))
            - power(orders / (shape - 1), 2)
        ) end as variance
    from bases
)

select
    customer_id,
    case when variance < 1e24
        then greatest(round(variance, 6), 0)
    end::decimal(38, 6) as variance
from variances
