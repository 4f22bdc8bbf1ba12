-- One row per subscription as of $as_of: how long it lasted, and what may tell.
-- Working table.
-- Prices are in the pipeline's currency. The rest is of the customer's golden
-- record, which knows no earlier day.
select
    lifetimes.source,
    lifetimes.subscription_id,
    lifetimes.months,
    lifetimes.days,
    case when lifetimes.ended then 1 else 0 end as ended,
    lifetimes.plan,
    coalesce(lifetimes.every, lifetimes.period) as period,
    cast(lifetimes.price * exchange.rate as decimal(18, 4)) as price,
    customers.acquisition_channel as channel,
    customers.language,
    customers.region,
    customers.country,
    customers.kind
from value.lifetimes as lifetimes
left join crm.customers as customers
    on customers.customer_id = lifetimes.customer_id
left join crm.exchange as exchange
    on exchange.currency = lifetimes.currency
    and exchange.since <= $as_of::date
    and exchange.until > $as_of::date
where lifetimes.look = 0
