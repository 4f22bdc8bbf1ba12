-- One row per combination of sources, the largest 11, and one for all others.
-- Key: place.
-- Where there is one source only, nothing overlaps.
with

combinations as (
    select
        combination,
        string_agg(source, ' + ' order by source) as sources,
        min(size) as size,
        min(people) as people
    from identity.combinations
    group by combination
),

ranked as (
    select
        *,
        least(row_number() over (order by people desc, sources), 12) as place
    from combinations
),

named as (
    select count(distinct combinations.source) as sources
    from ranked
    join identity.combinations as combinations
        on combinations.combination = ranked.combination
    where ranked.place < 12
        or (select count(*) from ranked) = 12
),

places as (
    select
        place,
        case
            when count(*) = 1 then min(sources)
            else 'other combinations'
        end as sources,
        case
            when count(*) > 1 then null
            when min(size) = 1 then 'one'
            else 'several'
        end as kind,
        sum(people)::bigint as people
    from ranked
    group by place
)

select
    place,
    sources,
    kind,
    people,
    (people::double / sum(people) over ())::decimal(18, 6) as share,
    (select sources from named) as named_sources
from places
where (select count(distinct source) from identity.combinations) > 1
