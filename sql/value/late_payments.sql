-- One row per invoice of a customer that was due by $as_of: what came late.
-- Key: invoice_id, source.
-- days_late is the mean over its money, what is still open counted until
-- $as_of; of payments of more than the invoice the rest counts nowhere.
with

due as (
    select
        invoices.source,
        invoices.invoice_id,
        invoices.customer_id,
        invoices.due_on,
        invoices.amount as asked,
        invoices.currency,
        cast(invoices.amount * exchange.rate as decimal(18, 4)) as amount
    from crm.invoices as invoices
    left join crm.exchange as exchange
        on exchange.currency = invoices.currency
        and invoices.issued_on >= exchange.since
        and invoices.issued_on < exchange.until
    where invoices.customer_id is not null
        and invoices.amount > 0
        and invoices.due_on <= $as_of::date
),

paid as (
    select
        due.source,
        due.invoice_id,
        due.due_on,
        due.asked,
        payments.paid_on,
        sum(case
            when payments.currency = due.currency then payments.amount
            else cast(payments.amount * theirs.rate / ours.rate
                as decimal(18, 4))
        end) as amount
    from due
    join crm.payments as payments
        on payments.invoice_source = due.source
        and payments.invoice_id = due.invoice_id
        and payments.paid_on <= $as_of::date
    left join crm.exchange as theirs
        on theirs.currency = payments.currency
        and payments.paid_on >= theirs.since and payments.paid_on < theirs.until
    left join crm.exchange as ours
        on ours.currency = due.currency
        and payments.paid_on >= ours.since and payments.paid_on < ours.until
    group by all
),

running as (
    select
        *,
        greatest(least(sum(amount) over (
            partition by source, invoice_id order by paid_on
        ), asked), 0) as after
    from paid
),

settled as (
    select
        source,
        invoice_id,
        cast(sum(
            (after - before)
            * greatest(date_diff('day', due_on, paid_on), 0)
        ) as decimal(28, 4)) as money_days,
        max_by(after, paid_on) as paid
    from (
        select *, coalesce(lag(after) over (
            partition by source, invoice_id order by paid_on
        ), 0) as before
        from running
    ) as steps
    group by source, invoice_id
),

late as (
    select
        due.*,
        due.asked - coalesce(settled.paid, 0) as remaining,
        coalesce(settled.money_days, 0)
        + (due.asked - coalesce(settled.paid, 0))
            * date_diff('day', due.due_on, $as_of::date) as money_days
    from due
    left join settled
        on settled.source = due.source
        and settled.invoice_id = due.invoice_id
)

select
    source,
    invoice_id,
    customer_id,
    due_on,
    amount,
    cast(amount * remaining / asked as decimal(18, 4)) as unpaid,
    cast(money_days / asked as decimal(18, 4)) as days_late,
    cast(
        amount * (money_days / asked) * $economics_late_rate::double / 365
        as decimal(18, 4)
    ) as late_cost
from late
