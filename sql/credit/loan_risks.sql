-- One row per loan opened by $as_of: its chance of loss and what is at stake.
-- Working table.
-- A loan that is bad already, 90 days late or by its outcome, is bad for sure.
-- At stake is the balance, and no less than ead says of the limit; where no
-- month tells the balance, the limit; nothing of a loan that is over.
with

matched as (
    select
        loans.source,
        loans.loan_id,
        grades.p,
        grades.place,
        grades.grade,
        case
            when coalesce(loans.outcome_on, loans.opened_on) <= $as_of::date
                then loans.outcome
        end as outcome,
        cast(case
            when coalesce(loans.closed_on, loans.outcome_on, loans.opened_on)
                <= $as_of::date then loans.loss * exchange.rate
        end as decimal(18, 4)) as lost
    from crm.loans as loans
    left join credit.matches as matches
        on matches.loan_source = loans.source
        and matches.loan_id = loans.loan_id
    left join credit.grades as grades
        on grades.source = matches.source
        and grades.application_id = matches.application_id
    left join crm.exchange as exchange
        on exchange.currency = loans.currency
        and exchange.since <= $as_of::date
        and exchange.until > $as_of::date
),

at_stake as (
    select
        standings.source,
        standings.loan_id,
        coalesce(standings.customer_id,
            concat_ws('|', standings.loan_id, standings.source)) as person,
        standings.opened_on,
        matched.place,
        matched.grade,
        standings.state = 'running' as running,
        standings.state = 'running' and (
            coalesce(matched.outcome, 0) = 1
            or coalesce(standings.days_late, 0) >= 90
        ) as defaulted,
        case
            when coalesce(matched.outcome, 0) = 1
                or coalesce(standings.days_late, 0) >= 90
                then cast(1 as decimal(9, 6))
            else matched.p
        end as p,
        standings.balance,
        cast(case
            when $credit_ead = 'balance'
                then coalesce(standings.balance, standings.credit_limit)
            when $credit_ead = 'limit'
                then coalesce(standings.credit_limit, standings.balance)
            else coalesce(greatest(
                standings.balance, standings.credit_limit * terms.ead
            ), standings.balance)
        end as decimal(18, 4)) as ead,
        matched.lost
    from credit.standings as standings
    join matched
        on matched.source = standings.source
        and matched.loan_id = standings.loan_id
    cross join credit.terms as terms
)

select
    at_stake.*,
    case when running then cast(
        round(p::double * terms.lgd::double * at_stake.ead::double, 6)
        as decimal(24, 6)
    ) end as expected_loss
from at_stake
cross join credit.terms as terms
