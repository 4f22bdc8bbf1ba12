-- One row per group of customers and customer: where and when each was won.
-- Working table.
-- The largest twelve acquisition channels, the others together; ten years of
-- first purchases, those before together.
with

firsts as (
    select
        histories.customer_id,
        histories.first_on,
        histories.age,
        coalesce(nullif(trim(customers.acquisition_channel), ''), 'unknown')
            as channel,
        year(histories.first_on) as year
    from value.histories as histories
    join crm.customers as customers
        on customers.customer_id = histories.customer_id
    where histories.look = 0
),

channels as (
    select
        channel,
        row_number() over (order by count(*) desc, channel) as place
    from firsts
    group by channel
)

select
    'channel' as dimension,
    case when channels.place <= 12 then firsts.channel else 'other' end
        as part,
    firsts.customer_id,
    firsts.first_on,
    firsts.age
from firsts
join channels on channels.channel = firsts.channel
where exists (select 1 from channels where channel <> 'unknown')
union all
select
    'cohort',
    case
        when year > year($as_of::date) - 10 then cast(year as varchar)
        else 'earlier'
    end,
    customer_id,
    first_on,
    age
from firsts
