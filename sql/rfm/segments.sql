-- One row per segment, prospects last: people and revenue as of $as_of.
-- Who became known later and has not bought by then is no prospect yet. The
-- segments of quartile mix late and recent buyers: none of them is slipping.
with

people as (
    select
        customers.customer_id,
        coalesce(scores.segment, 'prospects') as segment,
        coalesce(totals.year, 0) as year,
        coalesce(totals.year_before, 0) as year_before
    from crm.customers as customers
    left join rfm.scores as scores
        on scores.customer_id = customers.customer_id
    left join rfm.totals as totals
        on totals.customer_id = customers.customer_id
    where scores.customer_id is not null
        or customers.created_on is null
        or customers.created_on <= $as_of::date
),

segments as (
    select
        segment,
        count(*) as people,
        sum(year)::decimal(18, 4) as money,
        sum(year_before)::decimal(18, 4) as money_before
    from people
    group by segment
),

places as (
    select segment, min(place) as place
    from rfm.segment_rules
    group by segment
)

select
    case
        when segments.segment = 'prospects' then 1000
        else coalesce(places.place, 999)
    end as place,
    segments.segment,
    people,
    money,
    (money / nullif(sum(money) over (), 0))::decimal(9, 6) as share,
    money_before,
    $rfm_segments <> 'quartile' and segments.segment in (
        'at_risk', 'cant_lose', 'about_to_sleep', 'previously_loyal',
        'almost_lost'
    ) as slipping
from segments
left join places on places.segment = segments.segment
