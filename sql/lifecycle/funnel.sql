-- One row per stage: its people, their revenue of 12 months and engagement.
-- Of a stage that the data cannot tell nobody is counted.
with

stages as (
    select distinct place, stage, standing from lifecycle.stage_rules
),

people as (
    select
        stages.stage,
        count(*) as people,
        sum(purchases.revenue_365) as money,
        sum(engagement.engagement) as engagement
    from lifecycle.stages as stages
    join lifecycle.purchases as purchases
        on purchases.customer_id = stages.customer_id
    join lifecycle.engagement as engagement
        on engagement.customer_id = stages.customer_id
    group by stages.stage
),

counted as (
    select
        stages.*,
        case stages.stage
            when 'satisfaction' then known.satisfaction
            when 'loyalty' then known.loyalty
            else true
        end as told,
        people.people,
        people.money,
        people.engagement
    from stages
    cross join lifecycle.known as known
    left join people on people.stage = stages.stage
)

select
    place,
    stage,
    standing,
    case when told then 'yes' else 'no' end as told,
    case when told then coalesce(people, 0) end as people,
    (
        case when told then coalesce(people, 0) end
        / nullif(sum(people) over (), 0)
    )::decimal(18, 6) as share,
    case when told then coalesce(money, 0) end::decimal(18, 4) as money,
    (
        case when told then coalesce(money, 0) end
        / nullif(sum(money) over (), 0)
    )::decimal(18, 6) as money_share,
    (engagement / people)::decimal(5, 2) as engagement
from counted
