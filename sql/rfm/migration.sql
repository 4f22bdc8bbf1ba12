-- One row per segment on the earlier day and segment now: who went which way.
-- Key: segment_before, segment_now.
-- The revenue then and now is that of the 12 months to either day; payers are
-- those who brought it, in tens, or 1 where they are fewer. Those who
-- left the best segment or came to it are told in a sentence.
with

people as (
    select
        moves.segment_before,
        moves.segment_now,
        coalesce(before.year, 0) as money_then,
        coalesce(now.year, 0) as money
    from rfm.moves as moves
    left join rfm.totals as now
        on now.customer_id = moves.customer_id
    left join rfm.histories as before
        on before.customer_id = moves.customer_id
        and before.moment = 'before'
)

select
    min(then_places.place) as place_before,
    min(now_places.place) as place_now,
    segment_before,
    segment_now,
    case
        when segment_before = segment_now then null
        when bool_or(then_places.best) then 'left'
        when bool_or(now_places.best) then 'joined'
    end as told,
    count(*) as people,
    greatest(
        10 * floor(count(*) filter (where money_then <> 0) / 10)::bigint,
        least(count(*) filter (where money_then <> 0), 1)
    ) as payers_then,
    greatest(
        10 * floor(count(*) filter (where money <> 0) / 10)::bigint,
        least(count(*) filter (where money <> 0), 1)
    ) as payers,
    sum(money_then)::decimal(18, 4) as money_then,
    sum(money)::decimal(18, 4) as money
from people
join rfm.places as then_places on then_places.segment = segment_before
join rfm.places as now_places on now_places.segment = segment_now
group by segment_before, segment_now
