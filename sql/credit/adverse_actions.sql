-- One row per application that the cut-off declines: a notice may be due.
-- Key: application_id, source.
-- File: adverse-actions.csv.
-- Of applications that nobody has approved, applied for so lately that the time
-- for a notice is not over. reason_1 to reason_4 are what took most off the
-- points, four at most; reasons_en and reasons_fr say them in words.
with

declined as (
    select
        grades.source,
        grades.application_id,
        grades.customer_id,
        outcomes.applied_on,
        outcomes.decision,
        outcomes.amount,
        grades.p,
        grades.points,
        scores.reason_1,
        scores.reason_2,
        scores.reason_3,
        scores.reason_4
    from credit.grades as grades
    join credit.outcomes as outcomes
        on outcomes.source = grades.source
        and outcomes.application_id = grades.application_id
    join credit.scores as scores
        on scores.source = grades.source
        and scores.application_id = grades.application_id
    where not grades.passes
        and outcomes.decision in ('declined', 'undecided')
        and outcomes.applied_on
            > $as_of::date - to_days($credit_notice_days::integer)
),

reasons as (
    select source, application_id, 1 as place, reason_1 as feature
    from declined
    union all
    select source, application_id, 2, reason_2 from declined
    union all
    select source, application_id, 3, reason_3 from declined
    union all
    select source, application_id, 4, reason_4 from declined
),

worded as (
    select
        reasons.source,
        reasons.application_id,
        string_agg(coalesce(
            words.en, replace(reasons.feature, '_', ' ')
        ), '; ' order by reasons.place) as reasons_en,
        string_agg(coalesce(
            words.fr, replace(reasons.feature, '_', ' ')
        ), ' ; ' order by reasons.place) as reasons_fr
    from reasons
    left join credit.reason_words as words on words.feature = reasons.feature
    where reasons.feature is not null
    group by reasons.source, reasons.application_id
)

select
    declined.source,
    declined.application_id,
    declined.customer_id,
    declined.applied_on,
    cast(declined.applied_on + to_days($credit_notice_days::integer) as date)
        as notice_by,
    declined.decision,
    declined.amount,
    declined.points,
    declined.reason_1,
    declined.reason_2,
    declined.reason_3,
    declined.reason_4,
    worded.reasons_en,
    worded.reasons_fr,
    customers.full_name,
    customers.given_name,
    customers.family_name,
    customers.language,
    customers.email,
    customers.street,
    customers.city,
    customers.postcode,
    customers.region,
    customers.country
from declined
left join worded
    on worded.source = declined.source
    and worded.application_id = declined.application_id
left join crm.customers as customers
    on customers.customer_id = declined.customer_id
