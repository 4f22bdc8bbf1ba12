-- One row per period and plan whose renewals the report tells of.
-- Key: series.
-- Plans with a model of their own; all plans of a period where none has. The
-- four of most subscriptions.
with

fitted as (
    select
        *,
        max(place) over (partition by period) as most
    from value.renewal_fits
    where look = 0 and model is not null
),

ranked as (
    select
        *,
        cast(row_number() over (
            order by subscriptions desc, period, place
        ) as integer) as series
    from fitted
    where place > 0 or most = 0
)

select
    ranked.series,
    ranked.period,
    ranked.place,
    ranked.plan,
    coalesce(periods.months, periods.days) as every,
    case when periods.months is null then 'days' else 'months' end as unit,
    ranked.model,
    ranked.verdict,
    ranked.subscriptions,
    ranked.renewals,
    ranked.ended
from ranked
join (
    select every, max(months) as months, max(days) as days
    from settings.value_periods
    group by every
) as periods on periods.every = ranked.period
where ranked.series <= 4
