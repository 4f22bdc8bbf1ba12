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

late as (
    select people, late_people as late, balance_late as money, balance
    from credit.late_balance
    where month = cast(
        date_trunc('month', $as_of::date + to_days(1)) - to_months(1) as date
    )
),

rolls as (
    select
        sum(loans) as loans,
        sum(loans) filter (where place_after > 2 and place_after <= 5)
            as rolled,
        sum(people) filter (where place_after > 2 and place_after <= 5)
            as people,
        sum(people) filter (where place_after <= 2 or place_after = 6)
            as others
    from credit.rolls
    where place_before = 2
),

overdue as (
    select sum(people) as people, sum(unpaid) as money
    from credit.ageing
    where place >= 1
),

facts as (
    select
        'credit.news.answers' as message,
        known as people,
        null::decimal(18, 4) as money,
        open as records,
        bad::double / known as share,
        16.0 as weight,
        'neutral' as direction,
        least(nullif(bad, 0), nullif(known - bad, 0)) as fewest,
        'credit.applicants' as about
    from answers
    where known > 0
    union all
    select
        'credit.news.unanswered', unanswered, null, null, null,
        20 + 40.0 * unanswered / (known + unanswered), 'bad', unanswered,
        'credit.applicants'
    from answers
    where unanswered > 0.05 * (known + unanswered)
    union all
    select
        'credit.news.contradicted', contradicted, null, null, null,
        24.0, 'bad', contradicted, 'credit.applicants'
    from answers
    where contradicted > 0
    union all
    select
        'credit.news.late', late, money, null, (money / balance)::double,
        20 + 100 * (money / balance)::double,
        'bad', least(late, nullif(people - late, 0)), 'credit.late_borrowers'
    from late
    where late > 0 and money > 0
    union all
    select
        'credit.news.rolls', loans, null, null, rolled::double / loans,
        10, 'neutral', least(people, others), 'credit.borrowers'
    from rolls
    where rolled > 0 and others > 0
    union all
    select
        'credit.news.overdue', people, money, null, null, 18, 'bad',
        people, 'credit.applicants'
    from overdue
    where money > 0
),

told as (
    select message, people, money, records, share, null::varchar as label,
        weight, direction, fewest, about
    from facts
    union all
    select * from credit.decision_news
)

select
    message,
    people::bigint as people,
    money::decimal(18, 4) as money,
    null::decimal(18, 4) as low,
    null::decimal(18, 4) as high,
    share::decimal(18, 6) as share,
    null::decimal(18, 6) as change,
    label,
    $as_of::date as day,
    weight::double as weight,
    direction,
    'page:credit' as link,
    fewest::bigint as fewest,
    about,
    records::bigint as records
from told
