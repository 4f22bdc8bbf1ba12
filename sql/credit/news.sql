-- One row per sentence that the applications and loans allow.
with

answers as (
    select
        coalesce(sum(applications) filter (where state = 'known'), 0) as known,
        coalesce(sum(bad) filter (where state = 'known'), 0) as bad,
        coalesce(sum(applications) filter (where sample = 'now'), 0) as open,
        coalesce(sum(applications) filter (where state = 'unanswered'), 0)
            as unanswered,
        coalesce(sum(applications) filter (
            where state in ('contradicted', 'impossible')
        ), 0) as contradicted
    from credit.states
),

facts as (
    select
        'credit.news.answers' as message,
        known as people,
        open as records,
        bad::double / known as share,
        16.0 as weight,
        'neutral' as direction,
        least(nullif(bad, 0), nullif(known - bad, 0)) as fewest
    from answers
    where known > 0
    union all
    select
        'credit.news.unanswered', unanswered, null, null,
        20 + 40.0 * unanswered / (known + unanswered), 'bad', unanswered
    from answers
    where unanswered > 0.05 * (known + unanswered)
    union all
    select
        'credit.news.contradicted', contradicted, null, null, 24.0, 'bad',
        contradicted
    from answers
    where contradicted > 0
)

select
    message,
    people::bigint as people,
    null::decimal(18, 4) as money,
    null::decimal(18, 4) as low,
    null::decimal(18, 4) as high,
    share::decimal(18, 6) as share,
    null::decimal(18, 6) as change,
    null::varchar as label,
    $as_of::date as day,
    weight::double as weight,
    direction,
    'page:credit' as link,
    fewest::bigint as fewest,
    'credit.applicants' as about,
    records::bigint as records
from facts
