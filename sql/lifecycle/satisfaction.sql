-- One row per customer as of $as_of: signs of how satisfied they are.
-- Key: customer_id.
-- The first of these signs counts: a complaint or an open ticket of the newest
-- $lifecycle_complaint_days days; of the 365 days to $as_of the mean rating of
-- tickets, the points of the newest review, and returns for more than a share
-- of the money of orders. A rating is known when its ticket is closed.
with

tickets as (
    select
        customer_id,
        date_diff('day', opened_at::date, $as_of::date) as opened_age,
        date_diff('day', closed_at::date, $as_of::date) as closed_age,
        satisfaction
    from crm.tickets
    where customer_id is not null and opened_at::date <= $as_of::date
),

served as (
    select
        customer_id,
        count(*) filter (
            where opened_age < $lifecycle_complaint_days
                and coalesce(closed_age, -1) < 0
        ) as open_tickets,
        count(satisfaction) filter (
            where coalesce(closed_age, opened_age) between 0 and 364
        ) as ratings,
        sum(satisfaction) filter (
            where coalesce(closed_age, opened_age) between 0 and 364
        ) as rated
    from tickets
    group by customer_id
),

met as (
    select
        customer_id,
        kind,
        points,
        "at",
        date_diff('day', "at"::date, $as_of::date) as age
    from crm.interactions
    where kind in ('complaint', 'review')
        and date_diff('day', "at"::date, $as_of::date) between 0 and 364
),

complained as (
    select customer_id, count(*) as complaints
    from met
    where kind = 'complaint' and age < $lifecycle_complaint_days
    group by customer_id
),

reviewed as (
    select customer_id, points as review_points
    from met
    where kind = 'review' and points is not null
    qualify row_number() over (
        partition by customer_id order by "at" desc, points
    ) = 1
),

signs as (
    select
        people.customer_id,
        coalesce(complained.complaints, 0) as complaints,
        coalesce(served.open_tickets, 0) as open_tickets,
        coalesce(served.ratings, 0) as ratings,
        (served.rated / nullif(served.ratings, 0))::decimal(9, 4) as rating,
        reviewed.review_points,
        (people.returned_365 / nullif(people.ordered_365, 0))::decimal(18, 6)
            as returned_share
    from lifecycle.purchases as people
    left join served on served.customer_id = people.customer_id
    left join complained on complained.customer_id = people.customer_id
    left join reviewed on reviewed.customer_id = people.customer_id
)

select
    *,
    case
        when complaints > 0 then 'complaint'
        when open_tickets > 0 then 'open_ticket'
        when rating < $lifecycle_satisfied_from then 'low_rating'
        when review_points < $lifecycle_review_points then 'bad_review'
        when returned_share * 100 > $lifecycle_returns_max_pct then 'returns'
        when rating is not null then 'good_rating'
        when review_points is not null then 'good_review'
        else 'no_sign'
    end as sign
from signs
