-- One row per application as of $as_of: what became of it.
-- Key: application_id, source.
-- A bad loan is known early, a good one only outcome_months after its opening:
-- an answer counts from matures_on, or young loans would look bad. state:
-- known, young, unanswered (old enough, and nobody says), undecided, declined,
-- withdrawn, contradicted (application and loan differ), impossible.
with

told as (
    select
        applications.source,
        applications.application_id,
        applications.customer_id,
        applications.applied_on,
        cast(applications.amount * exchange.rate as decimal(18, 4)) as amount,
        strip_accents(applications.decision) as word,
        openings.opened_on,
        coalesce(openings.loans, 0) as loans,
        case
            when coalesce(applications.outcome_on, applications.applied_on)
                <= $as_of::date then applications.outcome
        end as own,
        openings.outcome as loaned,
        case
            when applications.outcome is not null then applications.outcome_on
            else coalesce(openings.bad_on, openings.outcome_on)
        end as outcome_on,
        cast(
            coalesce(openings.opened_on, applications.applied_on)
            + to_months($credit_outcome_months::integer) as date
        ) as matures_on
    from crm.applications as applications
    left join credit.openings as openings
        on openings.source = applications.source
        and openings.application_id = applications.application_id
    left join crm.exchange as exchange
        on exchange.currency = applications.currency
        and exchange.since <= applications.applied_on
        and exchange.until > applications.applied_on
    where applications.applied_on <= $as_of::date
),

decided as (
    select
        *,
        coalesce(own, loaned) as outcome,
        case
            when loans > 0 or word in (
                'approved', 'accepted', 'granted', 'booked', 'funded',
                'approuvee', 'approuve', 'acceptee', 'accepte', 'accordee',
                'accorde'
            ) then 'approved'
            when word in (
                'declined', 'rejected', 'refused', 'denied', 'refusee',
                'refuse', 'rejetee', 'rejete'
            ) then 'declined'
            when word in (
                'withdrawn', 'cancelled', 'canceled', 'incomplete',
                'not taken', 'retiree', 'retire', 'annulee', 'annule'
            ) then 'withdrawn'
            else 'undecided'
        end as decision
    from told
)

select
    source,
    application_id,
    customer_id,
    applied_on,
    opened_on,
    matures_on,
    decision,
    amount,
    outcome,
    case when outcome is not null then outcome_on end as outcome_on,
    case
        when own <> loaned then 'contradicted'
        when outcome not in (0, 1) or outcome_on < applied_on
            or opened_on < applied_on then 'impossible'
        when outcome is null and decision <> 'approved' then decision
        when matures_on > $as_of::date then 'young'
        when outcome is null then 'unanswered'
        else 'known'
    end as state
from decided
