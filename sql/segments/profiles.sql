-- One row per cluster and feature: how its customers differ, and by what value.
-- Key: cluster, place.
-- The value is the median of its customers, of shares the mean; a centre of 0 is
-- that of all customers, 1 a step as wide as one in six of them is beyond.
with

longer as (
    select customer_id, 'recency' as feature, recency::decimal(18, 6) as value
    from segments.measures
    union all
    select customer_id, 'frequency', frequency from segments.measures
    union all
    select customer_id, 'monetary', monetary from segments.measures
    union all
    select customer_id, 'tenure', tenure from segments.measures
    union all
    select customer_id, 'categories', categories from segments.measures
    union all
    select customer_id, 'returns', returns from segments.measures
    union all
    select customer_id, 'discounts', discounts from segments.measures
    union all
    select customer_id, 'first_channel', first_channel from segments.measures
    union all
    select customer_id, 'second_channel', second_channel from segments.measures
),

typical as (
    select
        members.cluster,
        longer.feature,
        count(*) as people,
        percentile_cont(0.5) within group (order by value::double) as middle,
        sum(value)::double / count(value) as mean
    from longer
    join segments.members as members
        on members.customer_id = longer.customer_id
    group by members.cluster, longer.feature
)

select
    centres.cluster,
    features.place,
    centres.feature,
    features.detail,
    typical.people,
    centres.centre::decimal(18, 6) as centre,
    case
        when centres.feature in ('recency', 'tenure') then 'days'
        when centres.feature in ('frequency', 'categories') then 'count'
        when centres.feature = 'monetary' then 'money'
        else 'share'
    end as kind,
    case when centres.feature in ('recency', 'tenure') then middle end
        ::decimal(18, 2) as days,
    case when centres.feature in ('frequency', 'categories') then middle end
        ::decimal(18, 2) as count,
    case when centres.feature = 'monetary' then middle end
        ::decimal(18, 4) as money,
    case when centres.feature in (
        'returns', 'discounts', 'first_channel', 'second_channel'
    ) then mean end::decimal(9, 6) as share
from segments.centres as centres
join segments.features as features on features.feature = centres.feature
join typical
    on typical.cluster = centres.cluster
    and typical.feature = centres.feature
