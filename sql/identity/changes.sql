-- One row per kind of event: the ids that it happened to since the run before.
-- Key: place.
-- Nothing where nothing happened, as in a first run.
with

kinds as (
    select * from (
        values
            (1, 'created', 'ids'), (2, 'returned', 'ids'), (3, 'split', 'ids'),
            (4, 'merged', 'ids'), (5, 'retired', 'ids'), (6, 'moved', 'records')
    ) as kinds (place, event, changes)
),

counts as (
    select event, count(distinct customer_id) as people
    from identity.events
    group by event
)

select
    kinds.place,
    kinds.event,
    kinds.changes,
    coalesce(counts.people, 0) as people
from kinds
left join counts on counts.event = kinds.event
where exists (select 1 from identity.events)
