-- One row per order or return of a customer, in the pipeline's currency.
-- Key: order_id, line, kind, order_source, source.
-- An order that was cancelled or never paid is none, by the words below; a
-- return counts on its day and below 0. Without a rate on or before its day a
-- foreign amount is null and stops the run.
with

sold as (
    select source, order_id, customer_id, ordered_on, amount, currency
    from crm.orders
    where status is null or strip_accents(status) not in (
        'cancelled', 'canceled', 'annulee', 'annule', 'voided', 'void',
        'failed', 'echouee', 'echoue', 'refused', 'refusee', 'refuse',
        'declined', 'trash', 'test'
    )
),

moved as (
    select source, source as order_source, order_id, 0 as line, customer_id,
        ordered_on as day, 'order' as kind, amount, currency
    from sold
    union all
    select lines.source, lines.order_source, lines.order_id, lines.line,
        lines.customer_id,
        coalesce(lines.returned_on, sold.ordered_on) as day,
        'return' as kind, -abs(lines.amount) as amount, lines.currency
    from crm.order_lines as lines
    join sold
        on sold.source = lines.order_source
        and sold.order_id = lines.order_id
    where lines.quantity < 0
),

foreign_moves as (
    select moved.*, rates.rate
    from moved
    left join crm.rates as rates
        on rates.currency = moved.currency
        and rates.day <= moved.day
    where moved.currency <> $currency
    qualify row_number() over (
        partition by moved.source, moved.order_source, moved.order_id,
            moved.line, moved.kind
        order by rates.day desc nulls last, rates.source nulls last
    ) = 1
)

select source, order_source, order_id, line, customer_id, day, kind, amount
from moved
where currency = $currency
union all
select source, order_source, order_id, line, customer_id, day, kind,
    cast(amount * rate as decimal(18, 4)) as amount
from foreign_moves
