-- One row per sentence on the rows of the exports; weight 0: a title only.
with

totals as (
    select
        coalesce(sum(rows_in), 0)::bigint as rows_in,
        coalesce(sum(kept), 0)::bigint as kept,
        coalesce(sum(excluded), 0)::bigint as excluded,
        coalesce(sum(quarantined), 0)::bigint as quarantined
    from quality.sources
),

ranked as (
    select
        reason,
        sum(rows)::bigint as rows,
        row_number() over (order by sum(rows) desc, reason) as rank
    from quality.reasons
    where disposition <> 'blanked'
    group by reason
),

facts as (
    select
        'quality.news.put_aside' as message,
        quarantined as rows,
        quarantined::double / rows_in as share,
        source as label,
        10 + 200 * quarantined::double / rows_in as weight,
        case
            when quarantined * 100 >= rows_in then 'bad'
            else 'neutral'
        end as direction,
        'page:quality' as link,
        'source.' || source as about
    from quality.sources
    where quarantined > 0
    union all
    select
        'quality.news.clean', rows_in, 1,
        null, 8, 'good', 'page:quality', null
    from totals
    where quarantined = 0 and rows_in > 0
    union all
    select
        'quality.news.excluded', excluded, excluded::double / rows_in,
        null, 10, 'neutral', 'page:quality', null
    from totals
    where excluded > 0
    union all
    select
        'quality.news.blanked', sum(rows), null,
        source, 10, 'neutral', 'page:quality', 'source.' || source
    from quality.reasons
    where disposition = 'blanked'
    group by source
    union all
    select
        'quality.news.kept', kept, kept::double / rows_in,
        null, 0, 'good', null, null
    from totals
    where rows_in > 0
    union all
    select
        'quality.news.top_reason', rows, null,
        'quality.reason.' || reason, 0, 'neutral', null, null
    from ranked
    where rank = 1
)

select
    message,
    rows::bigint as people,
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
