-- One row per invoice.
-- Key: invoice_id, source.
-- Check: invoice_id is not null; no invoice id.
-- Check: issued_on is not null; no day of issue.
-- Check: amount is not null; no amount.
select
    invoices.source,
    invoices.invoice_id,
    invoices.order_id,
    invoices.contact_source,
    invoices.contact_id,
    members.customer_id,
    cast(invoices.issued_on as date) as issued_on,
    cast(invoices.due_on as date) as due_on,
    cast(invoices.amount as decimal(18, 4)) as amount,
    coalesce(upper(invoices.currency), $currency) as currency
from incoming.invoices as invoices
left join identity.members as members
    on members.source = invoices.contact_source
    and members.record_id = invoices.contact_id
