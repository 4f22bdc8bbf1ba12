-- One row per channel of the two that most orders came through.
-- Key: place.
-- With clusters that are kept, those of the run before if it knew any. Of two
-- only the larger counts, since the other is the rest.
with

counted as (
    select orders.channel, count(*) as orders
    from crm.sales as sales
    join crm.orders as orders
        on orders.source = sales.source and orders.order_id = sales.order_id
    where sales.kind = 'order'
        and sales.day <= $as_of::date
        and orders.channel is not null
    group by orders.channel
),

ranked as (
    select
        channel,
        row_number() over (order by orders desc, channel) as place,
        count(*) over () as channels
    from counted
),

kept as (
    select feature, detail
    from state.segments_features as features
    cross join segments.model as model
    where not model.fitted and detail is not null
)

select place, channel
from ranked
where place <= 2 and place < channels and not exists (select 1 from kept)
union all
select case feature when 'first_channel' then 1 else 2 end, detail
from kept
