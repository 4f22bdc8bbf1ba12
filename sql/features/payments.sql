-- One row per customer as of $as_of: how they pay their invoices.
-- Key: customer_id.
-- By customer: crm.customers, crm.invoices.
-- Of invoices due by then, each in its own currency: it is paid on the day on
-- which its payments reach its amount, late after the day it was due; one that
-- is open is late until $as_of. overdue_amount is in the pipeline's currency,
-- without invoices whose currency had no rate by the day.
with

due as (
    select source, invoice_id, customer_id, issued_on, due_on, amount, currency
    from crm.invoices
    where customer_id is not null
        and amount > 0
        and issued_on <= $as_of::date
        and due_on <= $as_of::date
),

paid as (
    select
        due.source,
        due.invoice_id,
        due.amount as asked,
        payments.paid_on,
        sum(payments.amount) over (
            partition by due.source, due.invoice_id order by payments.paid_on
        ) as so_far
    from due
    join crm.payments as payments
        on payments.invoice_source = due.source
        and payments.invoice_id = due.invoice_id
        and payments.currency = due.currency
    where payments.paid_on <= $as_of::date
),

settled as (
    select
        source,
        invoice_id,
        min(paid_on) filter (where so_far >= asked) as settled_on,
        max_by(so_far, paid_on) as so_far
    from paid
    group by source, invoice_id
),

rates as (
    select due.source, due.invoice_id, rates.rate
    from due
    join crm.rates as rates
        on rates.currency = due.currency and rates.day <= due.issued_on
    where due.currency <> $currency
    qualify row_number() over (
        partition by due.source, due.invoice_id
        order by rates.day desc, rates.source
    ) = 1
),

lateness as (
    select
        due.customer_id,
        greatest(date_diff(
            'day', due.due_on, coalesce(settled.settled_on, $as_of::date)
        ), 0) as days_late,
        case when settled.settled_on is null then cast(
            (due.amount - greatest(coalesce(settled.so_far, 0), 0))
            * case when due.currency = $currency then 1 else rates.rate end
            as decimal(18, 4)
        ) end as overdue
    from due
    left join settled
        on settled.source = due.source
        and settled.invoice_id = due.invoice_id
    left join rates
        on rates.source = due.source and rates.invoice_id = due.invoice_id
),

sums as (
    select
        customer_id,
        count(*) as invoices_due,
        count(*) filter (where days_late > 0) as late,
        (sum(days_late) / count(*))::decimal(9, 2) as mean_days_late,
        coalesce(sum(overdue), 0)::decimal(18, 4) as overdue_amount
    from lateness
    group by customer_id
)

select
    customers.customer_id,
    coalesce(sums.invoices_due, 0) as invoices_due,
    (sums.late / sums.invoices_due)::decimal(9, 4) as late_share,
    sums.mean_days_late,
    coalesce(sums.overdue_amount, 0)::decimal(18, 4) as overdue_amount
from crm.customers as customers
left join sums on sums.customer_id = customers.customer_id
where coalesce(customers.created_on <= $as_of::date, true)
    or sums.customer_id is not null
