-- One row per protected column and group: how scores and cut-off treat it.
-- Key: attribute, place, part.
-- ratio is the approved share beside that of the most approved group of 30 at
-- least (four fifths are asked for), with 95 %; smd the difference of mean
-- points in standard deviations of all; calibration bad ones per expected one,
-- auc within the group with Hanley and McNeil's 95 %, both of known outcomes,
-- by cards that have not seen the customer, where ten are good and ten bad.
with

rated as (
    select
        *,
        approved::double / nullif(applications, 0) as approved_share,
        points / applications as mean_points,
        answered - bad as good,
        sqrt(greatest(
            sum(squares) over whole / sum(applications) over whole
            - power(sum(points) over whole / sum(applications) over whole, 2),
            0
        )) as deviation
    from credit.treated
    window whole as (partition by attribute)
),

reference as (
    select *
    from rated
    where decided and applications >= 30 and part <> 'unknown' and approved > 0
    qualify row_number() over (
        partition by attribute
        order by approved_share desc, applications desc, place, part
    ) = 1
),

compared as (
    select
        rated.*,
        reference.part as reference,
        case when rated.decided
            then rated.approved_share / reference.approved_share
        end as ratio,
        sqrt(
            (1 - rated.approved_share) / nullif(rated.approved, 0)
            + (1 - reference.approved_share) / reference.approved
        ) as ratio_error,
        (rated.mean_points - reference.mean_points)
            / nullif(rated.deviation, 0) as smd,
        case when rated.bad >= 10 and rated.good >= 10 then
            1 - (rated.ranks - rated.bad * (rated.bad + 1) / 2.0)
                / (rated.bad::double * rated.good)
        end as worse
    from rated
    left join reference on reference.attribute = rated.attribute
),

told as (
    select *, 1 - worse as auc
    from compared
),

spread as (
    select
        *,
        sqrt((
            auc * (1 - auc)
            + (bad - 1) * (auc / (2 - auc) - auc * auc)
            + (good - 1) * (2 * auc * auc / (1 + auc) - auc * auc)
        ) / (bad::double * good)) as auc_error
    from told
)

select
    attribute,
    place,
    part,
    reference,
    applications,
    people,
    approved,
    case when decided then round(approved_share, 9) end as approved_share,
    round(ratio, 9) as ratio,
    case when part <> reference then
        round(ratio * exp(-1.959963984540054 * ratio_error), 9)
    end as ratio_low,
    case when part <> reference then
        round(ratio * exp(1.959963984540054 * ratio_error), 9)
    end as ratio_high,
    case
        when not decided then 'no_cutoff'
        when applications < 30 then 'too_few'
        when reference is null then 'no_reference'
        when part = reference then 'reference'
        when ratio < 0.8 then 'flagged'
        else 'fair'
    end as verdict,
    round(mean_points, 6) as mean_points,
    round(smd, 9) as smd,
    answered,
    bad,
    round(bad::double / nullif(answered, 0), 9) as bad_rate,
    round(expected / nullif(answered, 0), 9) as bad_rate_expected,
    case when bad >= 10 and good >= 10 then round(bad / expected, 9) end
        as calibration,
    case when bad >= 10 and good >= 10 then
        round((bad - 1.959963984540054 * sqrt(spread)) / expected, 9)
    end as calibration_low,
    case when bad >= 10 and good >= 10 then
        round((bad + 1.959963984540054 * sqrt(spread)) / expected, 9)
    end as calibration_high,
    round(auc, 9) as auc,
    case when auc is not null then
        round(greatest(auc - 1.959963984540054 * auc_error, 0), 9)
    end as auc_low,
    case when auc is not null then
        round(least(auc + 1.959963984540054 * auc_error, 1), 9)
    end as auc_high
from spread
