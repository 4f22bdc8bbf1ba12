-- One row per sentence about what follows from the scores.
-- Working table.
with

approved as (
    select
        decisions.*,
        terms.cutoff,
        terms.basis,
        sum(decisions.applications) over () as scored,
        min(decisions.people) over () as fewest
    from credit.decisions as decisions
    cross join credit.terms as terms
),

loss as (
    select *
    from credit.expected_loss
    where cut = 'all' and expected_loss > 0
),

worst as (
    select *
    from credit.fairness
    where verdict = 'flagged'
    order by ratio, attribute, place, part
    limit 1
)

select
    'credit.news.cutoff_' || case basis when 'set' then 'set' else 'profit' end
        as message,
    applications as people,
    profit as money,
    scored as records,
    cutoff::double as share,
    null::varchar as label,
    30.0 as weight,
    'neutral' as direction,
    fewest,
    'credit.applicants' as about
from approved
where decision = 'approve' and profit is not null
union all
select
    'credit.news.loss' || case when unscored > 0 then '_told' else '' end,
    people_told, expected_loss, unscored, loss_share, null, 26.0, 'neutral',
    least(people_told, nullif(people_defaulted, 0),
        nullif(people - people_told, 0)),
    'credit.borrowers'
from loss
union all
select
    'credit.news.unfair', people, null, null, ratio, part, 60.0, 'bad',
    least(people, nullif(approved, 0), nullif(applications - approved, 0)),
    'credit.applicants'
from worst
