-- One row per application of who had been invoiced: how they had paid by then.
-- Working table.
-- Late is an invoice of which something was open after it was due, as far as
-- the day before the application had seen it.
with

due as (
    select
        outcomes.source,
        outcomes.application_id,
        outcomes.applied_on,
        invoices.source as invoice_source,
        invoices.invoice_id,
        invoices.due_on,
        invoices.amount,
        invoices.currency
    from credit.outcomes as outcomes
    join crm.invoices as invoices
        on invoices.customer_id = outcomes.customer_id
        and invoices.due_on < outcomes.applied_on
    where invoices.amount > 0
),

settled as (
    select
        due.source,
        due.application_id,
        due.amount,
        coalesce(sum(payments.amount) filter (
            where payments.paid_on <= due.due_on
        ), 0) as in_time,
        coalesce(sum(payments.amount), 0) as paid
    from due
    left join crm.payments as payments
        on payments.invoice_source = due.invoice_source
        and payments.invoice_id = due.invoice_id
        and payments.currency = due.currency
        and payments.paid_on < due.applied_on
    group by due.source, due.application_id, due.invoice_source,
        due.invoice_id, due.amount
)

select
    source,
    application_id,
    count(*) as invoices,
    count(*) filter (where in_time < amount) as invoices_late,
    count(*) filter (where paid < amount) as invoices_open
from settled
group by source, application_id
