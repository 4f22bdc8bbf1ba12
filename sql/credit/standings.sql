-- One row per loan opened by $as_of: how it stands, and how it has been paid.
-- Key: loan_id, source.
-- Of the last month that is over; a running loan without a row of that month is
-- stale if it was opened before the one ahead of it. Money is in the pipeline's
-- currency, utilisation of the limit.
with

so_far as (
    select
        *,
        row_number() over (
            partition by source, loan_id order by month desc
        ) as age,
        month >= date_trunc('month', $as_of::date + to_days(1))::date
            - to_months(12) as recent
    from credit.months
),

latest as (
    select
        source,
        loan_id,
        max(month) as month,
        max(place) filter (where age = 1) as place,
        max(days_late) filter (where age = 1) as days_late,
        max(balance) filter (where age = 1) as balance,
        max(days_late) filter (where recent) as worst_12,
        count(*) filter (where recent and days_late >= 30) as months_late_12,
        max(days_late) as worst
    from so_far
    group by source, loan_id
),

opened as (
    select
        loans.*,
        case when loans.closed_on <= $as_of::date then
            case
                when loans.loss > 0 or latest.days_late >= 90
                    then 'written_off'
                else 'closed'
            end
        else 'running' end as state
    from crm.loans as loans
    left join latest
        on latest.source = loans.source
        and latest.loan_id = loans.loan_id
    where loans.opened_on <= $as_of::date
)

select
    opened.source,
    opened.loan_id,
    opened.customer_id,
    opened.opened_on,
    date_diff('month', opened.opened_on, $as_of::date) as months_on_book,
    opened.state,
    latest.month,
    latest.days_late,
    case
        when opened.state = 'running' then coalesce(buckets.late, 'unknown')
        else opened.state
    end as late,
    latest.balance,
    cast(opened.credit_limit * exchange.rate as decimal(18, 4))
        as credit_limit,
    cast(
        latest.balance / nullif(opened.credit_limit * exchange.rate, 0)
        as decimal(18, 6)
    ) as utilisation,
    latest.worst_12,
    latest.months_late_12,
    latest.worst,
    opened.state = 'running'
        and opened.opened_on < date_trunc('month', $as_of::date + to_days(1))
            - to_months(2)
        and coalesce(latest.month, opened.opened_on) < cast(
            date_trunc('month', $as_of::date + to_days(1)) - to_months(1)
            as date
        ) as stale
from opened
left join latest
    on latest.source = opened.source
    and latest.loan_id = opened.loan_id
left join credit.buckets as buckets on buckets.place = latest.place
left join crm.exchange as exchange
    on exchange.currency = opened.currency
    and exchange.since <= $as_of::date
    and exchange.until > $as_of::date
