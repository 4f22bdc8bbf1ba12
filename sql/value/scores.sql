-- One row per customer with at least one purchase as of $as_of: its value.
-- Key: customer_id.
-- Orders are days with a purchase within the horizon; clv is what they leave,
-- each month discounted, and residual_value what all to come leave. The bounds
-- of 90 % are those of the expectation, not of what one customer will do.
-- quiet is the chance of a pause as long as this one from who still buys.
with

model as (
    select choice.model, rates.stratum, rates.r, rates.alpha
    from value.choice as choice
    cross join value.rates as rates
),

spending as (
    select
        wallets.*,
        p * x + q - 1 as weight,
        p * (v + x * mean_amount::double) / (p * x + q - 1) as spend,
        1 - p * x / (p * x + q - 1) as by_p,
        -q / (p * x + q - 1) as by_q,
        case when v > 0 then v / (v + x * mean_amount::double) else 0 end
            as by_v,
        pp, pq, pv, qq, qv, vv
    from value.wallets as wallets
    join value.spend as spend on spend.look = 0
),

bounded as (
    select
        spending.*,
        1.6448536269514722 * sqrt(greatest(
            by_p * by_p * pp + by_q * by_q * qq + by_v * by_v * vv
            + 2 * (by_p * by_q * pq + by_p * by_v * pv + by_q * by_v * qv), 0
        )) as width
    from spending
)

select
    bounded.customer_id,
    model.model,
    bounded.x + 1 as purchases,
    cast(bounded.age - bounded.recency as integer) as recency,
    round(p_alive, 6)::decimal(18, 6) as p_alive,
    round(p_any, 6)::decimal(18, 6) as p_order,
    round(orders, 6)::decimal(18, 6) as expected_orders,
    round(orders * low, 6)::decimal(18, 6) as orders_low,
    round(orders * high, 6)::decimal(18, 6) as orders_high,
    round(spend, 4)::decimal(18, 4) as expected_spend,
    share as margin,
    round(discounted * spend * share, 4)::decimal(18, 4) as clv,
    round(discounted * spend * share * case when share < 0
        then exp(sqrt(power(ln(high), 2) + power(width, 2)))
        else exp(-sqrt(power(ln(low), 2) + power(width, 2))) end, 4)
        ::decimal(18, 4) as clv_low,
    round(discounted * spend * share * case when share < 0
        then exp(-sqrt(power(ln(low), 2) + power(width, 2)))
        else exp(sqrt(power(ln(high), 2) + power(width, 2))) end, 4)
        ::decimal(18, 4) as clv_high,
    round(residual * spend * share, 4)::decimal(18, 4) as residual_value,
    case when bounded.x > 0
        then cast(round(bounded.recency / bounded.x) as integer)
    end as days_between,
    case when bounded.x > 0 then round(power(
        (7 * alpha + bounded.recency) / (7 * alpha + bounded.age),
        r + bounded.x
    ), 6) end::decimal(18, 6) as quiet,
    case when bounded.x > 0 then power(
        (7 * alpha + bounded.recency) / (7 * alpha + bounded.age),
        r + bounded.x
    ) < 0.1 end as overdue,
    case when p_alive > 0
        and (7 * alpha + bounded.age) * (power(2, 1 / (r + bounded.x)) - 1)
            <= 1825
        then cast($as_of::date + cast(ceil(
            (7 * alpha + bounded.age) * (power(2, 1 / (r + bounded.x)) - 1)
        ) as integer) as date)
    end as next_purchase_on
from bounded
join value.expectations as expectations
    on expectations.stratum = bounded.stratum
    and expectations.x = bounded.x
    and expectations.recency = bounded.recency
    and expectations.age = bounded.age
join model on model.stratum = bounded.stratum
