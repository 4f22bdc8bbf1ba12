-- One row per segment, prospects last: its people as of $as_of.
-- Money is the net revenue of 12 months; average_order and orders, those of a
-- customer, are of all time. The segments of quartile mix late and recent
-- buyers: none of them is slipping.
with

people as (
    select
        moves.segment_now as segment,
        coalesce(totals.year, 0) as year,
        coalesce(totals.year_before, 0) as year_before,
        coalesce(totals.money, 0) as ever,
        coalesce(totals.orders, 0) as orders,
        totals.last_age
    from rfm.moves as moves
    left join rfm.totals as totals
        on totals.customer_id = moves.customer_id
),

segments as (
    select
        segment,
        count(*) as people,
        sum(year)::decimal(18, 4) as money,
        sum(year_before)::decimal(18, 4) as money_before,
        (sum(ever) / nullif(sum(orders), 0))::decimal(18, 4) as average_order,
        case
            when sum(orders) > 0 then sum(orders) / count(*)
        end::decimal(9, 2) as orders,
        median(last_age)::decimal(9, 1) as last_days
    from people
    group by segment
)

select
    places.place,
    segments.segment,
    people,
    money,
    (money / nullif(sum(money) over (), 0))::decimal(18, 6) as share,
    money_before,
    average_order,
    orders,
    last_days,
    $rfm_segments <> 'quartile' and segments.segment in (
        'at_risk', 'cant_lose', 'about_to_sleep', 'previously_loyal',
        'almost_lost'
    ) as slipping
from segments
join rfm.places as places on places.segment = segments.segment
