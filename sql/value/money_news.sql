-- One row per sentence that the money so far allows; weight 0: a title only.
-- Working table.
with

sums as (
    select
        count(*) as people,
        count(gross_margin) > 0 as by_margin,
        sum(gross - discounts) as sold,
        sum(net) as net,
        sum(profit) as profit
    from value.money
),

drains as (
    select
        sum(sum(people)) over ()::bigint as people,
        sum(sum(loss)) over () as loss,
        drain_reason as cause
    from value.drain_reasons
    where bought
    group by place, drain_reason
    order by sum(loss) desc, place
    limit 1
),

outliers as (
    select
        what,
        count(*) as records,
        count(distinct customer_id) as people,
        sum(amount) as money,
        min(bound) as bound
    from value.outliers
    group by what
),

unmatched as (
    select
        count(*) as records,
        count(distinct customer_id) as people,
        sum(-amount) as money
    from value.sales
    where match = 'unmatched'
),

facts as (
    select
        'value.news.drains' as message,
        drains.people,
        drains.loss as money,
        null::decimal(18, 4) as low,
        (drains.loss / nullif(abs(sums.profit), 0))::double as share,
        'value.cause.' || drains.cause as label,
        18 + 60 * least((drains.loss / nullif(sums.net, 0))::double, 1)
            as weight,
        'bad' as direction,
        least(drains.people, nullif(sums.people - drains.people, 0)) as fewest
    from drains
    cross join sums
    where drains.people > 0
    union all
    select
        'value.news.' || case
            when not by_margin then 'left'
            when profit < 0 then 'loss'
            else 'profit'
        end,
        people, net, profit, abs(profit / net)::double, null,
        case when profit < 0 then 45 when by_margin then 9 else 13 end,
        case when profit < 0 then 'bad' else 'neutral' end,
        people
    from sums
    where net > 0
    union all
    select
        'value.news.outliers', outliers.records, outliers.bound,
        sums.sold - outliers.money, (outliers.money / sums.sold)::double,
        $value_outliers::varchar,
        6 + 30 * (outliers.money / sums.sold)::double, 'neutral',
        least(outliers.people, nullif(sums.people - outliers.people, 0))
    from outliers
    cross join sums
    where outliers.what = 'order' and sums.sold > 0
    union all
    select
        'value.news.large', outliers.people, outliers.bound, null,
        (outliers.money / sums.net)::double, null, 5, 'neutral',
        least(outliers.people, nullif(sums.people - outliers.people, 0))
    from outliers
    cross join sums
    where outliers.what = 'customer' and sums.net > 0
    union all
    select
        'value.news.unmatched', records, money, null, null, null, 12, 'neutral',
        people
    from unmatched
    where records > 0
    union all
    select
        'value.news.tickets_of_nobody', sum(records)::bigint, null, null, null,
        null, 4, 'neutral', null
    from value.excluded
    where what = 'tickets' and reason = 'no_customer'
    having sum(records) > 0
)

select
    message,
    people::bigint as people,
    money::decimal(18, 4) as money,
    low::decimal(18, 4) as low,
    null::decimal(18, 4) as high,
    share::decimal(18, 6) as share,
    null::decimal(18, 6) as change,
    label,
    $as_of::date as day,
    weight::double as weight,
    direction,
    'page:value' as link,
    fewest::bigint as fewest,
    null::varchar as about
from facts
