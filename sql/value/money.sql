-- One row per customer as of $as_of: what was brought, what it cost, and why.
-- Key: customer_id.
-- From gross to profit, all so far, in the pipeline's currency. Costs that
-- nobody gave are 0. gross_margin is null, and profit is before the cost of
-- goods, where no margin is known. why is the largest of what took from it,
-- or that there is no order, though an invoice, or no purchase at all.
with

late as (
    select
        customer_id,
        count(*) as invoices,
        sum(late_cost) as late_cost,
        cast(
            sum(cast(amount * days_late as decimal(28, 4)))
            / nullif(sum(amount), 0) as decimal(18, 4)
        ) as days_late
    from value.late_payments
    group by customer_id
),

people as (
    select customer_id from value.earned
    union
    select customer_id from value.served
    union
    select customer_id from late
),

firm as (
    select coalesce(bool_and(by_margin), false) as by_margin from value.earned
),

costs as (
    select
        people.customer_id,
        firm.by_margin,
        coalesce(earned.orders, 0) as orders,
        coalesce(earned.gross, 0) as gross,
        coalesce(earned.discounts, 0) as discounts,
        coalesce(earned.returned, 0) as returned,
        coalesce(earned.net, 0) as net,
        coalesce(earned.margin, 0) as margin,
        coalesce(earned.margin_returned, 0) as margin_returned,
        coalesce(earned.returns, 0) as returns,
        coalesce(earned.returns * cast(
            $economics_cost_per_return as decimal(18, 4)
        ), 0)::decimal(18, 4) as return_cost,
        coalesce(served.tickets, 0) as tickets,
        coalesce(served.ticket_cost, 0) as ticket_cost,
        coalesce(served.contacts, 0) as contacts,
        coalesce(served.contact_cost, 0) as contact_cost,
        coalesce(late.invoices, 0) as invoices,
        coalesce(late.days_late, 0) as days_late,
        coalesce(late.late_cost, 0)::decimal(18, 4) as late_cost
    from people
    cross join firm
    left join value.earned as earned
        on earned.customer_id = people.customer_id
    left join value.served as served
        on served.customer_id = people.customer_id
    left join late on late.customer_id = people.customer_id
),

causes as (
    select customer_id, 'returns' as why, 1 as place, returns::double as count,
        margin_returned + return_cost as amount
    from costs
    union all
    select customer_id, 'tickets', 2, tickets, ticket_cost from costs
    union all
    select customer_id, 'contacts', 3, contacts, contact_cost from costs
    union all
    select customer_id, 'late', 4, days_late, late_cost from costs
    union all
    select
        customer_id,
        case when margin + margin_returned + discounts >= 0 then 'discounts'
            else 'below_cost' end,
        5,
        orders,
        -(margin + margin_returned)
    from costs
),

largest as (
    select customer_id, why, amount, count
    from causes
    where amount > 0
    qualify row_number() over (
        partition by customer_id order by amount desc, place
    ) = 1
)

select
    costs.customer_id,
    costs.gross,
    costs.discounts,
    costs.returned,
    costs.net,
    case when costs.by_margin then costs.margin end::decimal(18, 4)
        as gross_margin,
    costs.returns,
    costs.return_cost,
    costs.tickets,
    costs.ticket_cost,
    costs.contacts,
    costs.contact_cost,
    (costs.return_cost + costs.ticket_cost + costs.contact_cost)
        ::decimal(18, 4) as cost_to_serve,
    costs.days_late,
    costs.late_cost,
    (
        costs.margin - costs.return_cost - costs.ticket_cost
        - costs.contact_cost - costs.late_cost
    )::decimal(18, 4) as profit,
    case
        when costs.orders > 0 or costs.returned > 0 or largest.why is null
            then largest.why
        when costs.invoices > 0 then 'no_order'
        else 'no_purchase'
    end as why,
    largest.amount::decimal(18, 4) as why_amount,
    round(largest.count, 1)::decimal(18, 1) as why_count
from costs
left join largest on largest.customer_id = costs.customer_id
