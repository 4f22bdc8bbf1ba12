-- One row: which stages the data of the 365 days to $as_of can tell.
-- Without a rated ticket or a review satisfaction cannot be told, without any
-- interaction loyalty.
with

rated as (
    select count(*) as tickets
    from crm.tickets
    where satisfaction is not null
        and customer_id is not null
        and date_diff(
            'day', coalesce(closed_at, opened_at)::date, $as_of::date
        ) between 0 and 364
),

met as (
    select
        count(*) as interactions,
        count(*) filter (where kind = 'review' and points is not null)
            as reviews
    from crm.interactions
    where customer_id is not null
        and date_diff('day', "at"::date, $as_of::date) between 0 and 364
)

select
    rated.tickets > 0 or met.reviews > 0 as satisfaction,
    met.interactions > 0 as loyalty
from rated
cross join met
