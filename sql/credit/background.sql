-- One row per application: what the firm knew of the customer the day before.
-- Key: application_id, source.
select
    outcomes.source,
    outcomes.application_id,
    greatest(coalesce(
        date_diff('month', customers.created_on, outcomes.applied_on),
        orders.months_since_first
    ), orders.months_since_first, 0) as months_known,
    coalesce(orders.orders, 0) as orders,
    orders.days_since_order,
    coalesce(orders.spent, 0) as spent,
    orders.returned_share,
    coalesce(contacts.tickets, 0) as tickets,
    coalesce(contacts.complaints, 0) as complaints,
    coalesce(invoices.invoices, 0) as invoices,
    coalesce(invoices.invoices_late, 0) as invoices_late,
    coalesce(invoices.invoices_open, 0) as invoices_open,
    coalesce(loans.loans, 0) as loans,
    coalesce(loans.loans_running, 0) as loans_running,
    coalesce(loans.loan_months_late, 0) as loan_months_late,
    loans.worst_days_late
from credit.outcomes as outcomes
left join crm.customers as customers
    on customers.customer_id = outcomes.customer_id
left join credit.orders_before as orders
    on orders.source = outcomes.source
    and orders.application_id = outcomes.application_id
left join credit.contacts_before as contacts
    on contacts.source = outcomes.source
    and contacts.application_id = outcomes.application_id
left join credit.invoices_before as invoices
    on invoices.source = outcomes.source
    and invoices.application_id = outcomes.application_id
left join credit.loans_before as loans
    on loans.source = outcomes.source
    and loans.application_id = outcomes.application_id
