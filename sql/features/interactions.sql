-- One row per customer as of $as_of: how they have met the firm beside orders.
-- Key: customer_id.
-- By customer: crm.customers, crm.interactions.
-- _90 and _365 count so many days to $as_of; a contact is a call, a chat or a
-- visit to a store.
with

met as (
    select
        customer_id,
        kind,
        date_diff('day', "at"::date, $as_of::date) as age
    from crm.interactions
    where customer_id is not null and "at"::date <= $as_of::date
),

sums as (
    select
        customer_id,
        count(*) filter (where age < 90) as interactions_90,
        count(*) filter (where age < 365) as interactions_365,
        count(*) filter (where kind = 'open' and age < 365) as opens_365,
        count(*) filter (where kind = 'click' and age < 365) as clicks_365,
        count(*) filter (where kind = 'visit' and age < 365) as visits_365,
        count(*) filter (where kind in ('call', 'chat', 'store') and age < 365)
            as contacts_365,
        count(*) filter (where kind = 'complaint' and age < 365)
            as complaints_365,
        min(age) as days_since_interaction,
        min(age) filter (where kind = 'open') as days_since_open,
        min(age) filter (where kind = 'click') as days_since_click,
        min(age) filter (where kind = 'visit') as days_since_visit,
        min(age) filter (where kind = 'complaint') as days_since_complaint
    from met
    group by customer_id
)

select
    customers.customer_id,
    coalesce(interactions_90, 0) as interactions_90,
    coalesce(interactions_365, 0) as interactions_365,
    coalesce(opens_365, 0) as opens_365,
    coalesce(clicks_365, 0) as clicks_365,
    coalesce(visits_365, 0) as visits_365,
    coalesce(contacts_365, 0) as contacts_365,
    coalesce(complaints_365, 0) as complaints_365,
    days_since_interaction,
    days_since_open,
    days_since_click,
    days_since_visit,
    days_since_complaint
from crm.customers as customers
left join sums on sums.customer_id = customers.customer_id
where coalesce(customers.created_on <= $as_of::date, true)
    or sums.customer_id is not null
