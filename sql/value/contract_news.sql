-- One row per sentence that subscriptions allow; weight 0: a title only.
with

-- Retention rises where customers differ by more than chance (1 %, of a
-- likelihood ratio at the edge) and by two points over the renewals seen.
first as (
    select
        series.*,
        1 - series.ended::double / series.renewals as mean_retention,
        renewals.retention,
        fits.gain >= 5.411894431054342 and (
            select max(seen.retention)
            from value.renewals as seen
            where seen.period = series.period
                and seen.place = series.place
                and seen.at_risk >= 25
        ) - renewals.retention >= 0.02 as rises
    from value.series as series
    join value.renewal_fits as fits
        on fits.look = 0
        and fits.period = series.period
        and fits.place = series.place
    join value.renewals as renewals
        on renewals.period = series.period
        and renewals.place = series.place
        and renewals.renewal = 1
    where series.series = 1
),

tested as (
    select
        model.subscriptions,
        model.plan,
        model.bias,
        model.actual between model.low and model.high as within,
        abs(naive.bias) < abs(model.bias) as naive_closer
    from first
    join value.renewal_tests as model
        on model.period = first.period and model.place = first.place
        and model.method = 'model'
    left join value.renewal_tests as naive
        on naive.period = model.period and naive.place = model.place
        and naive.method = 'last_retention'
),

facts as (
    select
        'value.news.' || case
            when $economics_margin is null then 'subscriptions_bring'
            else 'subscriptions_leave'
        end || case when low is null then '_about' else '' end as message,
        subscriptions as people,
        expected as money,
        low,
        high,
        null::double as share,
        null::double as change,
        $value_horizon::varchar as label,
        30 as weight,
        'neutral' as direction,
        subscriptions as fewest
    from value.contract_totals
    where measure = 'value' and expected > 0
    union all
    select
        'value.news.renewals_' || case
            when verdict = 'falling' then 'fall'
            when model = 'sbg' and rises then 'rise'
            else 'same'
        end || case when plan is null then '_all' else '' end,
        subscriptions, null, null, null,
        case
            when verdict <> 'falling' and model = 'sbg' and rises
                then retention
            else mean_retention
        end, null, plan,
        case when verdict = 'falling' then 19 else 16 end,
        case when verdict = 'falling' then 'bad' else 'neutral' end,
        least(ended, renewals - ended)
    from first
    union all
    select
        'value.news.renewals_' || case
            when naive_closer and not within then 'missed' else 'tested'
        end,
        subscriptions, null, null, null, null, bias, plan,
        case when naive_closer and not within then 20 else 6 end,
        case when naive_closer and not within then 'bad' else 'neutral' end,
        subscriptions
    from tested
    union all
    select
        'value.news.half' || case when plan is null then '_all' else '' end,
        cast(round(median_months) as bigint), null, null, null, null, null,
        plan, 0, 'neutral', least(ended, subscriptions - ended)
    from value.survival_groups
    where median_months is not null
        and (
            select abs(min(lasting.month) - median_months)
            from value.lasting as lasting
            where lasting.place = survival_groups.place
                and lasting.survival <= 0.5
        ) <= 1
    qualify row_number() over (
        partition by place > 0 order by place
    ) = 1
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
    'page:value' as link,
    fewest::bigint as fewest,
    null::varchar as about
from facts
