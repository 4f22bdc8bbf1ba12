-- One row per customer as of $as_of: campaigns sent, and answers by then.
-- Key: customer_id.
-- By customer: crm.campaign_members, crm.customers.
-- Who was held back as a control was sent nothing.
with

sent as (
    select
        customer_id,
        date_diff('day', sent_at::date, $as_of::date) as age,
        case when responded_at::date <= $as_of::date
            then date_diff('day', responded_at::date, $as_of::date)
        end as responded_age
    from crm.campaign_members
    where customer_id is not null
        and arm is distinct from 'control'
        and sent_at::date <= $as_of::date
),

sums as (
    select
        customer_id,
        count(*) as campaigns,
        count(*) filter (where age < 365) as campaigns_365,
        count(responded_age) as responses,
        (count(responded_age) / count(*))::decimal(9, 4) as response_share,
        min(age) as days_since_campaign,
        min(responded_age) as days_since_response
    from sent
    group by customer_id
)

select
    customers.customer_id,
    coalesce(sums.campaigns, 0) as campaigns,
    coalesce(sums.campaigns_365, 0) as campaigns_365,
    coalesce(sums.responses, 0) as responses,
    sums.response_share,
    sums.days_since_campaign,
    sums.days_since_response
from crm.customers as customers
left join sums on sums.customer_id = customers.customer_id
where coalesce(customers.created_on <= $as_of::date, true)
    or sums.customer_id is not null
