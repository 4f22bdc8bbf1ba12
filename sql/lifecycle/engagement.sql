-- One row per customer as of $as_of: interactions, engagement and points.
-- Key: customer_id.
-- An interaction brings the weight of its kind, half of it after as many days
-- as $lifecycle_half_life, a quarter after twice as many. Their sum s, not
-- below 0, makes an engagement of 100 s / (s + h), where h is
-- $lifecycle_half_score: a sum of h is 50. What is left of a weight after some
-- days is taken to 6 decimals, so that sums are exact. _90 and _365 count so
-- many days to $as_of, that day included.
with

met as (
    select
        customer_id,
        kind,
        points,
        date_diff('day', "at"::date, $as_of::date) as age
    from crm.interactions
    where customer_id is not null and "at"::date <= $as_of::date
),

weighed as (
    select
        met.*,
        weights.weight::decimal(9, 4)
            * pow(2.0, -met.age / $lifecycle_half_life)::decimal(9, 6) as weight
    from met
    left join settings.lifecycle_weights as weights on weights.kind = met.kind
),

sums as (
    select
        people.customer_id,
        min(age) as days_since_contact,
        count(*) filter (where age < 90) as interactions_90,
        count(*) filter (where age < 365) as interactions_365,
        count(*) filter (where kind = 'open' and age < 90) as open_90,
        count(*) filter (where kind = 'open' and age < 365) as open_365,
        count(*) filter (where kind = 'click' and age < 90) as click_90,
        count(*) filter (where kind = 'click' and age < 365) as click_365,
        count(*) filter (where kind = 'visit' and age < 90) as visit_90,
        count(*) filter (where kind = 'visit' and age < 365) as visit_365,
        count(*) filter (where kind = 'call' and age < 90) as call_90,
        count(*) filter (where kind = 'call' and age < 365) as call_365,
        count(*) filter (where kind = 'store' and age < 90) as store_90,
        count(*) filter (where kind = 'store' and age < 365) as store_365,
        count(*) filter (where kind = 'chat' and age < 90) as chat_90,
        count(*) filter (where kind = 'chat' and age < 365) as chat_365,
        count(*) filter (where kind = 'social' and age < 90) as social_90,
        count(*) filter (where kind = 'social' and age < 365) as social_365,
        count(*) filter (where kind = 'review' and age < 90) as review_90,
        count(*) filter (where kind = 'review' and age < 365) as review_365,
        count(*) filter (where kind = 'referral' and age < 90) as referral_90,
        count(*) filter (where kind = 'referral' and age < 365) as referral_365,
        count(*) filter (where kind = 'complaint' and age < 90) as complaint_90,
        count(*) filter (where kind = 'complaint' and age < 365)
            as complaint_365,
        sum(points) as points,
        sum(points) filter (where kind = 'referral') as referral_points,
        greatest(coalesce(sum(weight), 0), 0)::double as weight
    from lifecycle.purchases as people
    left join weighed on weighed.customer_id = people.customer_id
    group by people.customer_id
)

select
    customer_id,
    (100 * weight / (weight + $lifecycle_half_score))::decimal(5, 2)
        as engagement,
    coalesce(points, 0)::bigint as points,
    coalesce(referral_points, 0)::bigint as referral_points,
    days_since_contact,
    interactions_90,
    interactions_365,
    open_90, open_365,
    click_90, click_365,
    visit_90, visit_365,
    call_90, call_365,
    store_90, store_365,
    chat_90, chat_365,
    social_90, social_365,
    review_90, review_365,
    referral_90, referral_365,
    complaint_90, complaint_365
from sums
