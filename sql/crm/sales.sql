-- One row per order or return of a customer, in the pipeline's currency.
-- Key: order_id, line, kind, order_source, source.
-- An order that was cancelled or never paid is none, by the words below; a
-- return counts on its day and below 0. An order of nothing but returns is none
-- either, and of one below 0 what its lines do not say is line -1. Without a
-- rate on or before its day a foreign amount is null and stops the run.
with

valid as (
    select source, order_id, customer_id, ordered_on, amount, currency
    from crm.orders
    where status is null or strip_accents(status) not in (
        'cancelled', 'canceled', 'annulee', 'annule', 'voided', 'void',
        'failed', 'echouee', 'echoue', 'refused', 'refusee', 'refuse',
        'declined', 'trash', 'test'
    )
),

credits as (
    select
        valid.source,
        valid.order_id,
        sum(-abs(lines.amount)) filter (
            where lines.quantity < 0 and lines.currency = valid.currency
        ) as returned,
        count(*) filter (where lines.quantity >= 0) as bought
    from valid
    join crm.order_lines as lines
        on lines.order_source = valid.source
        and lines.order_id = valid.order_id
    where valid.amount <= 0
    group by valid.source, valid.order_id
),

sold as (
    select
        valid.* exclude (amount),
        cast(
            valid.amount - case
                when valid.amount < 0 then coalesce(credits.returned, 0)
                else 0
            end as decimal(18, 4)
        ) as amount,
        credits.returned is not null
            and (valid.amount < 0 or credits.bought = 0) as returns_only
    from valid
    left join credits
        on credits.source = valid.source
        and credits.order_id = valid.order_id
),

moved as (
    select source, source as order_source, order_id,
        case when amount < 0 then -1 else 0 end as line,
        customer_id, ordered_on as day,
        case when amount < 0 then 'return' else 'order' end as kind,
        amount, currency
    from sold
    where amount <> 0 or not returns_only
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

select source, order_source, order_id, line, customer_id, day, kind, amount,
    currency, amount as original_amount, cast(1 as decimal(18, 8)) as rate
from moved
where currency = $currency
union all
select source, order_source, order_id, line, customer_id, day, kind,
    cast(amount * rate as decimal(18, 4)) as amount,
    currency, amount as original_amount, rate
from foreign_moves
