-- One row per customer as of $as_of: the history, and what a purchase leaves.
-- Working table.
-- mean_amount is that of repeat purchases, at least 0; share is the margin on
-- what one buys: one's own, and the firm's for as much as one mean purchase.
-- Where no margin is known it is 1, and value is in revenue.
with

firm as (
    select
        sum(margin)::double / nullif(sum(amount_costed), 0) as share,
        sum(amount)::double / nullif(sum(x + 1), 0) as purchase
    from value.histories
    where look = 0
)

select
    histories.customer_id,
    histories.stratum,
    histories.x,
    histories.recency,
    histories.age,
    greatest(coalesce(histories.mean_amount, 0), 0)::decimal(18, 4)
        as mean_amount,
    case
        when firm.share is null then 1
        else (
            coalesce(histories.margin, 0)::double + firm.share * firm.purchase
        ) / nullif(
            greatest(coalesce(histories.amount_costed, 0), 0)::double
                + firm.purchase, 0
        )
    end::decimal(18, 6) as share
from value.histories as histories
cross join firm
where histories.look = 0
