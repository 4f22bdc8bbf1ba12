-- One row per lookalike: its seeds, who may be found, and how well it finds.
-- Key: place.
-- Captured is the share of seeds held out that stand among the first 10%.
with

pool as (
    select
        named.name,
        count(*) filter (where seed) as seeds,
        count(*) filter (where not seed) as population
    from segments.lookalike_pool as named
    group by named.name
),

matched as (
    select named.name, count(*) as people
    from segments.matched as named
    where named.use = 'seed'
    group by named.name
),

captures as (
    select name, ranking, held, share, low, high
    from segments.lookalike_captures
    where depth = 0.1
)

select
    looked.place,
    looked.name,
    coalesce(pool.seeds, 0) as seeds,
    coalesce(matched.people, 0) - coalesce(pool.seeds, 0) as outside,
    coalesce(pool.population, 0) as population,
    fits.verdict,
    fits.leak,
    own.held,
    own.share::decimal(9, 6) as captured,
    own.low::decimal(9, 6) as captured_low,
    own.high::decimal(9, 6) as captured_high,
    chance.share::decimal(9, 6) as chance,
    rfm.held as held_rfm,
    rfm.share::decimal(9, 6) as captured_rfm,
    tops.people as top,
    tops.common,
    tops.overlap,
    fits.auc::decimal(9, 6) as auc,
    fits.labelled::decimal(18, 9) as labelled,
    fits.intercept
from settings.segments_lookalikes as looked
join segments.lookalike_fits as fits on fits.name = looked.name
left join pool on pool.name = looked.name
left join matched on matched.name = looked.name
left join captures as own
    on own.name = looked.name and own.ranking = 'lookalike'
left join captures as rfm on rfm.name = looked.name and rfm.ranking = 'rfm'
left join captures as chance
    on chance.name = looked.name and chance.ranking = 'chance'
left join segments.lookalike_overlaps as tops
    on tops.name = looked.name and tops.depth = 0.1
