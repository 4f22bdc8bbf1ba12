-- One row per sentence that the expectations allow; weight 0: a title only.
with

base as (
    select
        *,
        value > 0 as worth,
        least(
            nullif(top_people, 0), nullif(people - top_people, 0)
        ) as fewest,
        least(
            nullif(late, 0), nullif(gone, 0), nullif(repeaters - overdue, 0)
        ) as fewest_overdue
    from value.base
),

-- How the model that is taken foretold purchases at earlier days, and how much
-- larger its error was than the best simple rule's, of the same tests.
tested as (
    select
        count(*) as tests,
        max(looks.months) as months,
        max(model.people) as people,
        min(model.bias) filter (where isfinite(model.bias)) as low,
        max(model.bias) filter (where isfinite(model.bias)) as high,
        sqrt(
            sum(cast(model.people * model.rmse * model.rmse as decimal(28, 8)))
                ::double
            / nullif(sum(cast(
                naive.people * naive.rmse * naive.rmse as decimal(28, 8)
            )), 0)::double
        ) - 1 as worse
    from value.choice as choice
    join value.backtest as model on model.method = choice.model
    join value.looks as looks on looks.look = model.look
    left join value.backtest as naive
        on naive.look = model.look and naive.method = choice.naive
    where choice.reason <> 'untested'
    having count(*) > 0
),

chosen as (
    select
        choice.*,
        (select max(people) from value.backtest) as people,
        (
            select max(fits.verdict) from value.fits as fits
            where fits.look = 0 and fits.model = 'nbd'
        ) as refused
    from value.choice as choice
),

-- The channel whose customers will bring most, where no interval of another
-- reaches up to its own.
best as (
    select channels.channel, channels.people, channels.clv
    from value.channels as channels
    join value.channels as others on others.channel <> channels.channel
    where channels.channel not in ('unknown', 'other')
        and others.channel not in ('unknown', 'other')
    group by
        channels.channel, channels.people, channels.clv, channels.clv_low
    having count(others.clv_high) = count(*)
        and channels.clv_low > max(others.clv_high)
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
        'value.news.overdue', late, late_value, null, null,
        (late_value / value)::double, null, $value_horizon::varchar,
        24 + 60 * greatest((late_value / value)::double, 0),
        'bad', 'page:value', fewest_overdue
    from base
    where worth and late > 0 and late_value > 0
    union all
    select
        'value.news.pauses', overdue, null, null, null, null, null, null,
        0, 'neutral', null, fewest_overdue
    from base
    where overdue > 0
    union all
    select
        'value.news.' || 'model_' || case
            when reason <> 'none' then reason
            when refused = 'one_time_only' then 'one_time_only'
            else 'too_few'
        end,
        people, null, null, null, null, null,
        'value.method.' || coalesce(model, 'nbd'),
        case reason when 'none' then 40 when 'no_dropout' then 26 else 14 end,
        case when reason = 'none' then 'bad' else 'neutral' end,
        'page:value', people
    from chosen
    where reason not in ('tested', 'naive_better')
    union all
    select
        'value.news.' || 'tests_' || case
            when worse > 0 then 'farther' else 'closer'
        end,
        tests, null, null, null, abs(worse), null, months::varchar, 44,
        case
            when worse > 0 or low < -0.25 or high > 0.25 then 'bad'
            else 'neutral'
        end,
        'page:value', people
    from tested
    where low is not null and worse is not null
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
        and exists (
            select 1 from value.choice where model like 'bg_nbd%'
        )
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
    facts.message,
    facts.people::bigint as people,
    facts.money::decimal(18, 4) as money,
    facts.low::decimal(18, 4) as low,
    facts.high::decimal(18, 4) as high,
    facts.share::decimal(18, 6) as share,
    case
        when facts.change between -999 and 999 then facts.change
    end::decimal(18, 6) as change,
    facts.label,
    $as_of::date as day,
    facts.weight::double as weight,
    facts.direction,
    facts.link,
    facts.fewest::bigint as fewest,
    'value.customers' as about,
    base.gone::bigint as records,
    case
        when tested.low between -999 and 999 then round(tested.low, 2)
    end::decimal(18, 6) as change_low,
    case
        when tested.high between -999 and 999 then round(tested.high, 2)
    end::decimal(18, 6) as change_high
from facts
left join base
    on facts.message in ('value.news.overdue', 'value.news.pauses')
left join tested on facts.message like 'value.news.tests%'
union all
select *, null, null, null from value.money_news
union all
select *, null, null, null from value.contract_news
union all
select *, null, null, null from value.occasion_news
