-- One row per sentence on how records became customers; weight 0: a title only.
with

totals as (
    select
        coalesce(sum(people), 0)::bigint as people,
        coalesce(sum(records), 0)::bigint as records,
        coalesce(sum(people) filter (where size = 1), 0)::bigint as single
    from identity.sizes
),

overlap as (
    select
        coalesce(sum(people) filter (where size = 1), 0)::bigint as one,
        coalesce(sum(people) filter (where size > 1), 0)::bigint as several
    from (
        select combination, min(size) as size, min(people) as people
        from identity.combinations
        group by combination
    ) as combinations
),

earlier as (
    select count(*) as people
    from state.customers
    where status = 'current'
),

changes as (
    select
        changes.event,
        changes.people,
        changes.people::double / earlier.people as share
    from identity.changes as changes
    cross join earlier
    where earlier.people > 0
),

evidence as (
    select comparison
    from identity.levels
    order by bits desc, place
    limit 1
),

facts as (
    select
        case
            when people = 0 then 'identity.news.none'
            when people = records then 'identity.news.no_double'
            else 'identity.news.joined'
        end as message,
        people,
        records,
        1 - people::double / nullif(records, 0) as share,
        null::varchar as label,
        case when people = 0 then 80 else 20 end as weight,
        'neutral' as direction,
        'page:identity-sources' as link,
        null::bigint as fewest,
        null::varchar as about
    from totals
    union all
    select
        'identity.news.single', single, null, single::double / people, null,
        0, 'neutral', null, null, 'identity.known_by.1'
    from totals
    where people > 0
    union all
    select
        'identity.news.several', several, null,
        several::double / (one + several), null,
        0, 'neutral', null, nullif(one, 0), null
    from overlap
    where several > 0
    union all
    select
        'identity.news.' || event, people, null, share, null,
        24 + 100 * least(share, 0.5),
        case when share >= 0.05 then 'bad' else 'neutral' end,
        'page:identity-changes', null, 'identity.event.' || event
    from changes
    where event in ('merged', 'split') and share >= 0.01
    union all
    select
        'identity.news.changed', sum(people)::bigint, null, null, null,
        0, 'neutral', null, min(nullif(people, 0)),
        'identity.event.merged identity.event.split'
    from changes
    where event in ('merged', 'split')
    having sum(people) > 0
    union all
    select
        'identity.news.steady', 0, null, null, null,
        0, 'neutral', null, null, null
    from changes
    where event in ('merged', 'split')
    having sum(people) = 0
    union all
    select
        'identity.news.unchanged', null, null, null, null,
        4, 'neutral', null, null, null
    from earlier
    where people > 0 and not exists (select 1 from identity.events)
    union all
    select
        'identity.news.largest', max(records), null, null, null,
        32, 'bad', 'page:identity-sizes', null, null
    from identity.customers
    where status = 'current'
    having max(records) >= 20
    union all
    select
        'identity.news.shared', count(*), null, null, null,
        15, 'neutral', null, null, null
    from identity.shared_values
    having count(*) > 0
    union all
    select
        'identity.news.wrong', null, null, false_share, null,
        case when false_share > 0.02 then 36 else 14 end,
        case when false_share > 0.02 then 'bad' else 'neutral' end,
        'page:identity-weights', pairs, null
    from identity.thresholds
    where pairs > 0
    union all
    select
        'identity.news.missed', null, null, missed_share, null,
        13, 'neutral', 'page:identity-weights', pairs, null
    from identity.thresholds
    where pairs > 0
    union all
    select
        'identity.news.threshold', null, null, threshold, null,
        0, 'neutral', null, null, null
    from identity.thresholds
    where candidates > 0
    union all
    select
        'identity.news.evidence', null, null, null,
        'identity.evidence.' || comparison, 0, 'neutral', null, null, null
    from evidence
    union all
    select
        'identity.news.left_out', sum(blocks_left_out)::bigint, null, null,
        null, 0, 'neutral', null, null, null
    from identity.rules
    having sum(blocks_left_out) > 0
    union all
    select
        'identity.news.complete', count(*), null, null, null,
        0, 'neutral', null, null, null
    from identity.rules
    having count(*) > 0 and sum(blocks_left_out) = 0
)

select
    message,
    people::bigint as people,
    records::bigint as records,
    null::decimal(18, 4) as money,
    share::decimal(18, 6) as share,
    null::decimal(18, 6) as change,
    label,
    $as_of::date as day,
    weight::double as weight,
    direction,
    link,
    fewest,
    about
from facts
