-- One row per sentence about the days from which churn is learnt.
with

horizon as (
    select
        split_part(horizon, ' ', 1)::bigint as length,
        split_part(horizon, ' ', 2) as unit,
        verdict,
        within / returned as share
    from churn.horizon
),

latest as (
    select * from churn.days where look = 1 and people > 0
),

earliest as (
    select *
    from churn.days
    where lost > 0 and back is not null
    order by look desc
    limit 1
),

facts as (
    select
        case
            when unit in ('week', 'weeks') then 'churn.news.learnt_weeks'
            else 'churn.news.learnt_months'
        end as message,
        length as people,
        share,
        null::date as day,
        14.0 as weight,
        'neutral' as direction,
        null::bigint as fewest
    from horizon
    where verdict in ('learnt', 'bounded')
    union all
    select 'churn.news.not_learnt', length, null, null, 24, 'bad', null
    from horizon
    where verdict = 'too_few'
    union all
    select
        case history
            when 'none' then 'churn.news.history_none'
            else 'churn.news.history_no_test'
        end,
        null, null, null, 40, 'bad', null
    from churn.days
    where look = 0 and history <> 'enough'
    union all
    select
        'churn.news.lost', people, lost_share, day, 20 + 20 * lost_share, 'bad',
        least(nullif(lost, 0), nullif(kept, 0))
    from latest
    where lost > 0
    union all
    select
        'churn.news.back', lost, back_share, until, 8 + 20 * back_share,
        'neutral', least(nullif(back, 0), nullif(gone, 0))
    from earliest
    where back > 0
)

select
    message,
    people::bigint as people,
    null::decimal(18, 4) as money,
    share::decimal(18, 6) as share,
    null::decimal(18, 6) as change,
    null::varchar as label,
    day,
    weight::double as weight,
    direction,
    'page:churn' as link,
    fewest
from facts
