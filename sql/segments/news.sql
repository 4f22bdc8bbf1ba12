-- One row per sentence that the clusters allow; weight 0: a title only.
with

verdict as (
    select
        case
            when choice.verdict = 'chosen' and choice.silhouette < 0.5
                then 'weak'
            else choice.verdict
        end as verdict,
        choice.k
    from segments.choice as choice
    where choice.chosen
),

everybody as (
    select count(*) as fewest from segments.members
),

facts as (
    select
        'segments.news.' || verdict.verdict as message,
        verdict.k as people,
        null::decimal(18, 4) as money,
        null::decimal(18, 6) as share,
        null::varchar as label,
        case when verdict in ('chosen', 'given') then 10 else 20 end as weight,
        'neutral' as direction
    from verdict
    union all
    select
        'segments.news.best', people, money, share,
        'segments.cluster.' || cluster, 15, 'neutral'
    from segments.clusters
    where cluster = 1 and money > 0
        and (select count(*) from segments.clusters) > 1
    union all
    select
        'segments.news.far', sum(far), null, null, null, 11, 'neutral'
    from segments.clusters
    having sum(far) > 0
    union all
    select
        'segments.news.lookalike'
            || case when verdict = 'scored' then '' else '_' || verdict end,
        case verdict
            when 'scored' then least(
                nullif(held, 0), nullif(seeds - held, 0)
            )
            else seeds
        end,
        null, captured, name,
        case verdict when 'leak' then 16 when 'scored' then 13 else 12 end,
        'neutral'
    from segments.lookalikes
)

select
    message,
    people::bigint as people,
    money,
    share,
    null::decimal(18, 6) as change,
    label,
    $as_of::date as day,
    weight::double as weight,
    direction,
    'page:segments' as link,
    case
        when message in ('segments.news.best', 'segments.news.far') then null
        when starts_with(message, 'segments.news.lookalike') then people
        else everybody.fewest
    end::bigint as fewest,
    null::varchar as about
from facts
cross join everybody
