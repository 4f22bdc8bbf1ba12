-- One row per bucket of days late: what is open of invoices on $as_of.
-- Key: place.
-- The aged balance: an invoice is as late as the day on which it was due is
-- past; of payments of more than the invoice the rest counts nowhere. Invoices
-- without a due day are not late.
with

paid as (
    select
        invoices.source,
        invoices.invoice_id,
        sum(payments.amount) as amount
    from crm.invoices as invoices
    join crm.payments as payments
        on payments.invoice_source = invoices.source
        and payments.invoice_id = invoices.invoice_id
        and payments.currency = invoices.currency
        and payments.paid_on <= $as_of::date
    group by invoices.source, invoices.invoice_id
),

open as (
    select
        invoices.*,
        invoices.amount - coalesce(paid.amount, 0) as unpaid
    from crm.invoices as invoices
    left join paid
        on paid.source = invoices.source
        and paid.invoice_id = invoices.invoice_id
    where invoices.issued_on <= $as_of::date
        and invoices.amount > coalesce(paid.amount, 0)
),

aged as (
    select
        open.invoice_id,
        coalesce(
            open.customer_id, concat_ws('|', open.invoice_id, open.source)
        ) as person,
        cast(open.unpaid * exchange.rate as decimal(18, 4)) as money,
        greatest(
            coalesce(date_diff('day', open.due_on, $as_of::date), 0), 0
        ) as days_late
    from open
    left join crm.exchange as exchange
        on exchange.currency = open.currency
        and exchange.since <= $as_of::date
        and exchange.until > $as_of::date
)

select
    buckets.place,
    buckets.late,
    count(aged.invoice_id) as invoices,
    count(distinct aged.person) as people,
    coalesce(cast(sum(aged.money) as decimal(18, 4)), 0) as unpaid,
    sum(aged.money)::double / nullif(sum(sum(aged.money)) over (), 0)::double
        as share
from credit.buckets as buckets
left join aged
    on aged.days_late >= buckets.low
    and (buckets.high is null or aged.days_late < buckets.high)
where buckets.place <= 4
group by buckets.place, buckets.late
