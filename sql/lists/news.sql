-- One row per sentence on the lists; weight 0: a title only.
with

totals as (
    select
        count(*) as lists,
        count(*) filter (where people > 0) as ready
    from lists.overview
),

facts as (
    select
        'lists.news.ready' as message,
        ready as people,
        null::double as share,
        null::varchar as label,
        5 as weight,
        'neutral' as direction,
        'page:lists' as link,
        null::varchar as about
    from totals
    where ready > 0
    union all
    select 'lists.news.none', 0, null, null, 1, 'neutral', null, null
    from totals
    where lists = 0 and not exists (select 1 from lists.blocked)
    union all
    select
        'lists.news.empty', 0, null,
        list, 38, 'bad', 'list:' || list, null
    from lists.overview
    where people = 0
    union all
    select
        'lists.news.blocked', 0, null,
        list, 45, 'bad', 'page:lists', null
    from lists.blocked
    union all
    select
        'lists.news.left_out', left_out, left_out::double / (left_out + people),
        list, 10 + 20 * left_out::double / (left_out + people),
        'neutral', 'list:' || list, 'lists.list.' || list
    from lists.overview
    where left_out > 0 and people > 0
)

select
    message,
    people::bigint as people,
    null::decimal(18, 4) as money,
    share::decimal(18, 6) as share,
    null::decimal(18, 6) as change,
    label,
    $as_of::date as day,
    weight::double as weight,
    direction,
    link,
    about
from facts
