-- One row per state that applications have: what trains a card, and why not.
-- Key: place.
with

places as (
    select * from (
        values
            (1, 'known', 'past'), (2, 'young', 'now'), (3, 'unanswered', 'now'),
            (4, 'undecided', 'now'), (5, 'declined', 'rejects'),
            (6, 'withdrawn', 'aside'), (7, 'contradicted', 'aside'),
            (8, 'impossible', 'aside')
    ) as listed (place, state, sample)
)

select
    places.place,
    places.state,
    places.sample,
    count(outcomes.application_id) as applications,
    count(distinct outcomes.customer_id) as people,
    count(*) filter (where outcomes.outcome = 1) as bad,
    count(*) filter (where outcomes.outcome = 0) as good,
    min(outcomes.applied_on) as since,
    max(outcomes.applied_on) as until
from places
join credit.outcomes as outcomes on outcomes.state = places.state
group by places.place, places.state, places.sample
