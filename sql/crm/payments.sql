-- One row per payment of an invoice or a loan.
-- Key: payment_id, source.
-- Check: payment_id is not null; no payment id.
-- Check: paid_on is not null; no day of payment.
-- Check: amount is not null; no amount.
select
    payments.source,
    payments.payment_id,
    coalesce(payments.invoice_source, payments.source) as invoice_source,
    payments.invoice_id,
    payments.loan_id,
    coalesce(
        members.customer_id, invoices.customer_id, loans.customer_id
    ) as customer_id,
    cast(payments.paid_on as date) as paid_on,
    cast(payments.amount as decimal(18, 4)) as amount,
    payments.method,
    coalesce(
        upper(payments.currency), invoices.currency, loans.currency, $currency
    ) as currency
from incoming.payments as payments
left join identity.members as members
    on members.source = payments.contact_source
    and members.record_id = payments.contact_id
left join crm.invoices as invoices
    on invoices.source = coalesce(payments.invoice_source, payments.source)
    and invoices.invoice_id = payments.invoice_id
left join crm.loans as loans
    on loans.source = coalesce(payments.loan_source, payments.source)
    and loans.loan_id = payments.loan_id
