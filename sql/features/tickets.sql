-- One row per customer as of $as_of: what they have asked of the service desk.
-- Key: customer_id.
-- By customer: crm.customers, crm.tickets.
-- A ticket is open until the day on which it is closed; its rating and how long
-- it took are known from that day on.
with

opened as (
    select
        source,
        ticket_id,
        customer_id,
        closed_at,
        satisfaction,
        date_diff('day', opened_at::date, $as_of::date) as age,
        case when closed_at::date <= $as_of::date
            then date_diff('day', opened_at::date, closed_at::date)
        end as took
    from crm.tickets
    where customer_id is not null and opened_at::date <= $as_of::date
),

sums as (
    select
        customer_id,
        count(*) filter (where age < 365) as tickets_365,
        count(*) filter (where took is null) as open_tickets,
        min(age) as days_since_ticket,
        (sum(took) / nullif(count(took), 0))::decimal(9, 2)
            as mean_days_to_close
    from opened
    group by customer_id
),

rated as (
    select customer_id, satisfaction
    from opened
    where took is not null and satisfaction is not null
    qualify row_number() over (
        partition by customer_id order by closed_at desc, source, ticket_id
    ) = 1
)

select
    customers.customer_id,
    coalesce(sums.tickets_365, 0) as tickets_365,
    coalesce(sums.open_tickets, 0) as open_tickets,
    sums.days_since_ticket,
    sums.mean_days_to_close,
    rated.satisfaction as last_satisfaction
from crm.customers as customers
left join sums on sums.customer_id = customers.customer_id
left join rated on rated.customer_id = customers.customer_id
where coalesce(customers.created_on <= $as_of::date, true)
    or sums.customer_id is not null
