-- One row per sentence that the stages and cohorts allow; weight 0: a title.
with

repeats as (
    select
        newest.*,
        case
            when before.people is null or least(newest.people, before.people)
                < 100 then 'repeat'
            when abs(newest.share - before.share)::double < 2 * sqrt(
                (newest.share * (1 - newest.share))::double / newest.people
                + (before.share * (1 - before.share))::double / before.people
            ) then 'repeat_unchanged'
            when newest.share > before.share then 'repeat_up'
            else 'repeat_down'
        end as verdict,
        least(
            nullif(newest.repeaters, 0),
            nullif(newest.people - newest.repeaters, 0)
        ) as fewest
    from lifecycle.repeats as newest
    left join lifecycle.repeats as before on before.years_back = 1
    where newest.years_back = 0
),

reasons as (
    select
        *,
        reason in (
            'complaint', 'open_ticket', 'low_rating', 'bad_review', 'returns'
        ) as unhappy,
        sum(money) over () as all_money,
        min(people) over (partition by stage) as least_people
    from lifecycle.reasons
),

unhappy as (
    select
        sum(people) filter (where unhappy) as people,
        sum(people) filter (where not unhappy) as others,
        sum(money) filter (where unhappy) as money,
        min(all_money) as all_money
    from reasons
    where stage = 'retention'
),

active as (
    select
        sum(people) filter (where standing = 'active')::bigint as people,
        sum(people) filter (where standing <> 'active')::bigint as rest,
        sum(share) filter (where standing = 'active')::double as share
    from lifecycle.funnel
),

curves as (
    select
        ends.*,
        max(ends.year) over () as newest
    from lifecycle.curves as ends
    join lifecycle.curves as starts
        on starts.year = ends.year and starts.months_since = 0
    where ends.months_since = 11 and ends.people * 2 >= starts.people
),

facts as (
    select
        'lifecycle.news.' || verdict as message,
        people,
        null::decimal(18, 4) as money,
        share::double as share,
        $lifecycle_repeat_days::varchar as label,
        $as_of::date - $lifecycle_repeat_days::integer as day,
        case verdict
            when 'repeat_down' then 55
            when 'repeat_up' then 40
            else 22
        end::double as weight,
        case verdict
            when 'repeat_up' then 'good'
            when 'repeat_down' then 'bad'
            else 'neutral'
        end as direction,
        'page:lifecycle' as link,
        fewest,
        'lifecycle.repeat' as about
    from repeats
    union all
    select
        'lifecycle.news.loyal', people, money, money_share::double,
        'lifecycle.stage.loyalty', $as_of::date, 20, 'neutral',
        'page:lifecycle', null, null
    from lifecycle.funnel
    where stage = 'loyalty' and people > 0 and money > 0
    union all
    select
        'lifecycle.news.not_back', people, money, null,
        $lifecycle_repeat_days::varchar, $as_of::date, 18, 'neutral',
        'page:lifecycle', least_people, 'lifecycle.stage.acquisition'
    from reasons
    where reason = 'not_back'
    union all
    select
        'lifecycle.news.unhappy', people, money, (money / all_money)::double,
        'lifecycle.stage.retention', $as_of::date,
        10 + 60 * greatest((money / all_money)::double, 0), 'bad',
        'page:lifecycle', least(people, others), null
    from unhappy
    where people > 0 and money > 0
    union all
    select
        case
            when satisfaction then 'lifecycle.news.no_interactions'
            when loyalty then 'lifecycle.news.no_ratings'
            else 'lifecycle.news.neither'
        end,
        null, null, null, null, $as_of::date, 15, 'neutral', null, null, null
    from lifecycle.known
    where not (satisfaction and loyalty)
        and exists (select 1 from lifecycle.stages)
    union all
    select
        'lifecycle.news.active', people, null, share, null, $as_of::date, 0,
        'neutral', null, nullif(rest, 0), null
    from active
    where people > 0
    union all
    select
        'lifecycle.news.year', people, revenue_per_person, null, year,
        $as_of::date, 0, 'neutral', null, moved, null
    from curves
    where year = newest
)

select
    message,
    people::bigint as people,
    money::decimal(18, 4) as money,
    share::decimal(18, 6) as share,
    null::decimal(18, 6) as change,
    label,
    day,
    weight::double as weight,
    direction,
    link,
    fewest::bigint as fewest,
    about
from facts
