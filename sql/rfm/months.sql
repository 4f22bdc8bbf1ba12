-- One row per month and kind of customer, 25 months to $as_of.
with

sales as (
    select
        customer_id,
        date_trunc('month', day)::date as month,
        kind,
        amount
    from crm.sales
    where customer_id is not null and day <= $as_of::date
),

months as (
    select
        sales.month,
        case
            when sales.month = date_trunc('month', totals.first_day)::date
                then 'new'
            else 'returning'
        end as customers,
        count(distinct sales.customer_id)
            filter (where sales.kind = 'order') as people,
        sum(sales.amount)::decimal(18, 4) as money
    from sales
    join rfm.totals as totals on totals.customer_id = sales.customer_id
    where date_diff('month', sales.month, $as_of::date) <= 24
    group by all
)

select
    month,
    customers,
    people,
    money,
    case
        when month = date_trunc('month', $as_of::date)::date
            and last_day($as_of::date) > $as_of::date then 'unfinished'
        else 'finished'
    end as state,
    case
        when date_diff('month', month, $as_of::date) <= 11 then 'last'
        else 'before'
    end as year
from months
