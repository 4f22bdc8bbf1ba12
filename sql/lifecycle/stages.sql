-- One row per customer as of $as_of: the stage of the lifecycle, and why.
-- Key: customer_id.
-- The first that is true: no order; last one too long ago; one purchase only;
-- frequent, engaged or referring others, and no sign against it; a sign of
-- satisfaction; else retention. `untold` names the stages that the customer
-- might be at if the data could tell (lifecycle.known).
with

facts as (
    select
        people.customer_id,
        people.purchases,
        people.purchases_365 >= $lifecycle_loyal_purchases as frequent,
        date_diff('day', people.first_day, $as_of::date) as first_age,
        date_diff('day', people.last_day, $as_of::date) as recency_days,
        engagement.interactions_365 > 0 as met,
        engagement.engagement >= $lifecycle_engaged_from as engaged,
        engagement.referral_365 > 0 as refers,
        signs.sign,
        signs.sign in ('no_sign', 'good_rating', 'good_review') as content,
        known.satisfaction,
        known.loyalty
    from lifecycle.purchases as people
    join lifecycle.engagement as engagement
        on engagement.customer_id = people.customer_id
    join lifecycle.satisfaction as signs
        on signs.customer_id = people.customer_id
    cross join lifecycle.known as known
),

reasons as (
    select
        *,
        case
            when purchases = 0 and met then 'interested'
            when purchases = 0 then 'known'
            when recency_days >= $lifecycle_active_days and purchases > 1
                then 'repeat'
            when recency_days >= $lifecycle_active_days then 'once'
            when purchases = 1 and first_age < $lifecycle_repeat_days
                then 'first_purchase'
            when purchases = 1 then 'not_back'
            when not content or not frequent then sign
            when engaged and refers then 'engaged_refers'
            when refers then 'refers'
            when engaged and not $lifecycle_must_refer then 'engaged'
            else sign
        end as reason
    from facts
)

select
    reasons.customer_id,
    rules.stage,
    rules.reason,
    case
        when rules.stage <> 'retention' or reasons.sign <> 'no_sign' then null
        when satisfaction and (loyalty or not frequent) then null
        when satisfaction then 'loyalty'
        when loyalty or not frequent then 'satisfaction'
        else 'satisfaction loyalty'
    end as untold
from reasons
join lifecycle.stage_rules as rules on rules.reason = reasons.reason
