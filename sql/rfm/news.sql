-- One row per sentence that the RFM figures allow; weight 0: a title only.
with

year as (
    select
        *,
        (revenue / nullif(revenue_before, 0) - 1)::decimal(18, 6) as ratio,
        case
            when buyers = 0 then 'no_orders'
            when revenue <= 0 then 'no_revenue'
            when active_before < 30 or revenue_before <= 0 then 'revenue'
            when abs((revenue - revenue_before)::double) < 2 * noise
                then 'revenue_unchanged'
            when revenue > revenue_before then 'revenue_up'
            else 'revenue_down'
        end as verdict
    from rfm.year
),

segments as (
    select
        *,
        sum(people) over () as all_people,
        sum(money_before) over () as all_before
    from rfm.segments
),

facts as (
    select
        'rfm.news.' || verdict as message,
        null::bigint as people,
        revenue as money,
        null::double as share,
        case when verdict like 'revenue_%' then ratio::double end as change,
        null::varchar as label,
        case verdict
            when 'revenue_down' then 70 + 30 * abs(ratio)::double
            when 'revenue_up' then 60 + 20 * least(ratio::double, 1)
            when 'no_orders' then 90
            when 'no_revenue' then 90
            else 45
        end as weight,
        case verdict
            when 'revenue_up' then 'good'
            when 'revenue_down' then 'bad'
            when 'no_revenue' then 'bad'
            else 'neutral'
        end as direction,
        null::varchar as link,
        case when verdict like 'revenue%' then buyers end as fewest,
        null::varchar as about
    from year
    union all
    select
        'rfm.news.slipping',
        people,
        money_before,
        (money_before / all_before)::double,
        (money / money_before - 1)::double,
        'rfm.segment.' || segment,
        40 + 60 * (money_before / all_before)::double,
        'bad',
        'page:rfm',
        null,
        null
    from segments
    where slipping and segment in ('at_risk', 'cant_lose', 'previously_loyal')
        and money_before * 100 > all_before
    union all
    select
        'rfm.news.new_customers', new_people, new_money,
        (new_money / revenue)::double, null, null, 30, 'neutral', null,
        nullif(active - new_people, 0), null
    from year
    where revenue > 0 and new_money > 0
    union all
    select
        'rfm.news.best_tenth', people, money,
        share::double, null, null, 25, 'neutral', 'page:rfm',
        fewest, 'rfm.active'
    from (
        select *, min(people) over () as fewest, max(decile) over () as deciles
        from rfm.deciles
    ) as tenths
    where decile = 1 and share > 0 and deciles = 10
    union all
    select
        'rfm.news.prospects', people, null,
        people::double / all_people,
        null, 'rfm.segment.prospects', 12, 'neutral', null,
        null, null
    from segments
    where segment = 'prospects'
    union all
    select
        'rfm.news.missed', coalesce(sum(people), 0)::bigint, null,
        null, null, 'rfm.segment.other', 35, 'bad', 'page:rfm',
        null, null
    from rfm.missed_cells
    having sum(people) > 0
    union all
    select
        'rfm.news.gaps', count(*), null,
        null, null, null, 3, 'neutral', 'page:rfm',
        null, null
    from rfm.missed_cells
    having count(*) > 0 and sum(people) = 0
    union all
    select
        message, people, money, share,
        null, label, 25 + 50 * coalesce(share, 0), direction, 'page:rfm',
        null, null
    from rfm.movements
    union all
    select
        message, people, null, share,
        null, null, 0, 'neutral', null,
        fewest, about
    from rfm.titles
)

select
    message,
    people,
    money,
    share::decimal(18, 6) as share,
    case
        when change between -999 and 999 then change
    end::decimal(18, 6) as change,
    label,
    case
        when message in ('rfm.news.left', 'rfm.news.joined')
            then (select day from rfm.days where moment = 'before')
        else $as_of::date
    end as day,
    weight::double as weight,
    direction,
    link,
    fewest::bigint as fewest,
    about
from facts
