-- One row per sentence that the expectations allow; weight 0: a title only.
with

base as (
    select
        *,
        value > 0 as worth,
        least(
            nullif(top_people, 0), nullif(people - top_people, 0)
        ) as fewest,
        least(nullif(overdue, 0), nullif(repeaters - overdue, 0))
            as fewest_overdue
    from value.base
),

tested as (
    select
        choice.*,
        (
            select sum(cast(backtest.expected as decimal(28, 8)))::double
                / nullif(sum(backtest.actual), 0) - 1
            from value.backtest as backtest
            where backtest.method = choice.model
        ) as off,
        (select max(people) from value.backtest) as people,
        (
            select max(fits.verdict) from value.fits as fits
            where fits.look = 0 and fits.model = 'nbd'
        ) as refused
    from value.choice as choice
),

-- The channel whose customers are worth most, where no other comes near.
best as (
    select channel, people, clv
    from (
        select
            *,
            lead(clv_high) over (order by clv desc, channel) as next_high,
            row_number() over (order by clv desc, channel) as place
        from value.channels
        where channel not in ('unknown', 'other')
    ) as channels
    where place = 1 and clv_low > next_high
),

facts as (
    select
        'value.news.' || case when in_margin then 'leave' else 'bring' end
            || case when value_low is null then '_about' else '' end
            as message,
        people,
        value as money,
        value_low as low,
        value_high as high,
        null::double as share,
        null::double as change,
        $value_horizon::varchar as label,
        46 as weight,
        'neutral' as direction,
        'page:value' as link,
        people as fewest
    from base
    where worth
    union all
    select
        'value.news.top', top_people, null, null, null,
        top_people::double / people, null, $value_horizon::varchar,
        28, 'neutral', 'page:value', fewest
    from base
    where worth
    union all
    select
        'value.news.overdue', overdue, overdue_value, null, null,
        (overdue_value / value)::double, null, $value_horizon::varchar,
        24 + 60 * greatest((overdue_value / value)::double, 0),
        'bad', 'page:value', fewest_overdue
    from base
    where worth and overdue > 0 and overdue_value > 0
    union all
    select
        'value.news.' || 'model_' || case
            when reason <> 'none' then reason
            when refused = 'one_time_only' then 'one_time_only'
            else 'too_few'
        end,
        people, null, null, null,
        abs(1 - rmse / nullif(naive_rmse, 0)), off,
        'value.method.' || case
            when reason = 'naive_better' then naive
            else coalesce(model, 'nbd')
        end,
        case reason when 'none' then 40 when 'naive_better' then 34
            when 'no_dropout' then 26 else 14 end,
        case when reason in ('none', 'naive_better') then 'bad'
            else 'neutral' end,
        'page:value', people
    from tested
    union all
    select
        'value.news.channel', people, clv, null, null, null, null,
        'value.channel.' || channel, 0, 'neutral', null, people
    from best
    union all
    select
        'value.news.once', people - repeaters, null, null, null, null, null,
        null, 6, 'neutral', 'page:value',
        least(people - repeaters, nullif(repeaters, 0))
    from base
    where people > repeaters
        and 'bg_nbd' in (select model from value.choice)
    union all
    select
        'value.news.tracked', people, null, null, null, null,
        bias, 'value.method.' || method, 0, 'neutral', null, people
    from value.backtest
    where look = 1 and method in (select model from value.choice)
    union all
    select
        'value.news.spend', null, spend.mean::decimal(18, 4), null, null,
        null, null, null, 8, 'neutral', 'page:value', base.people
    from value.spend as spend
    cross join base
    where spend.look = 0 and spend.verdict <> 'good' and base.worth
)

select
    message,
    people::bigint as people,
    money::decimal(18, 4) as money,
    low::decimal(18, 4) as low,
    high::decimal(18, 4) as high,
    share::decimal(18, 6) as share,
    case
        when change between -999 and 999 then change
    end::decimal(18, 6) as change,
    label,
    $as_of::date as day,
    weight::double as weight,
    direction,
    link,
    fewest::bigint as fewest,
    'value.customers' as about
from facts
union all
select * from value.money_news
union all
select * from value.contract_news
union all
select * from value.occasion_news
