-- One row per subscription that runs on $as_of, with what its next renewal is
-- worth: its price in the pipeline's currency, discounted from the renewal day.
-- Working table.
-- It is expected of by the model of its plan, or of all plans of its period
-- where the plan has none. Without a margin value is in revenue.
with

usable as (
    select period, place
    from value.renewal_fits
    where look = 0 and model is not null
)

select
    lifetimes.source,
    lifetimes.subscription_id,
    lifetimes.customer_id,
    lifetimes.started_on,
    lifetimes.every,
    coalesce(own.place, shared.place) as place,
    lifetimes.renewals,
    lifetimes.due,
    lifetimes.next_renewal_on,
    date_diff('day', $as_of::date, lifetimes.next_renewal_on)
        / 30.4375::double as months_paid,
    cast(lifetimes.price * exchange.rate as decimal(18, 4)) as price,
    round(
        lifetimes.price::double * exchange.rate
        * coalesce($economics_margin, 1)::double * power(
            1 + $value_discount_pct / 100::double,
            -date_diff('day', $as_of::date, lifetimes.next_renewal_on) / 365.25
        ), 6
    )::decimal(24, 6) as worth
from value.lifetimes as lifetimes
left join crm.exchange as exchange
    on exchange.currency = lifetimes.currency
    and exchange.since <= $as_of::date
    and exchange.until > $as_of::date
left join usable as own
    on own.period = lifetimes.every and own.place = lifetimes.place
left join usable as shared
    on shared.period = lifetimes.every and shared.place = 0
where lifetimes.look = 0 and not lifetimes.ended
