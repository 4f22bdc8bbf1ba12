-- One row per sentence that purchases at occasions allow; 0: a title only.
with

next as (
    select
        count(*) as people,
        sum(p_next)::double / count(*) as share
    from value.occasion_scores
    having count(*) > 0
),

tested as (
    select
        model.people,
        model.bias,
        naive.method as naive,
        model.rmse / nullif(naive.rmse, 0) - 1 as worse
    from value.occasion_methods as model
    join (
        select method, rmse
        from value.occasion_methods
        where method <> 'bg_bb'
        order by rmse, method
        limit 1
    ) as naive on true
    where model.method = 'bg_bb'
),

facts as (
    select
        'value.news.occasions' || case
            when fits.verdict like 'no_dropout%' then '_stay' else ''
        end as message,
        next.people,
        next.share,
        null::double as change,
        'value.occasion.' || $value_occasions::varchar as label,
        22 as weight,
        'neutral' as direction,
        next.people as fewest
    from next
    join value.occasion_fits as fits on fits.look = 0
    union all
    select
        'value.news.occasions_none', people, null, null,
        'value.occasion_verdict.' || verdict, 22, 'bad', null
    from value.occasion_fits
    where look = 0 and not exists (select 1 from next)
    union all
    select
        'value.news.occasions_' || case
            when worse > 0 then 'missed' else 'tested'
        end,
        people, abs(worse), bias,
        'value.occasion_method.' || naive,
        case when worse > 0 then 21 else 5 end,
        case when worse > 0 then 'bad' else 'neutral' end,
        people
    from tested
)

select
    message,
    people::bigint as people,
    null::decimal(18, 4) as money,
    null::decimal(18, 4) as low,
    null::decimal(18, 4) as high,
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
