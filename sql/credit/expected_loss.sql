-- One row per grade, per quarter of opening, and for all: the loss to expect.
-- Key: cut, place, part.
-- Of running loans, the sum of chance of bad x lgd x what is at stake; the
-- chance is that of the application. unscored are running loans without one: no
-- part of it; people_told have the others. lost is what loans of the part have
-- cost so far, those that are over included.
with

parts as (
    select 'all' as cut, 0 as rank, 'all' as part, *
    from credit.loan_risks
    union all
    select 'grade', place, grade, *
    from credit.loan_risks
    where grade is not null
    union all
    select 'quarter', 0,
        strftime(date_trunc('quarter', opened_on), '%Y-%m'), *
    from credit.loan_risks
)

select
    cut,
    rank as place,
    part,
    count(*) filter (where running) as loans,
    count(distinct person) filter (where running) as people,
    count(*) filter (where running and p is null) as unscored,
    count(distinct person) filter (where running and p is not null)
        as people_told,
    count(*) filter (where defaulted) as defaulted,
    count(distinct person) filter (where defaulted) as people_defaulted,
    cast(sum(balance) filter (where running) as decimal(18, 4)) as balance,
    cast(sum(ead) filter (where running and p is not null)
        as decimal(18, 4)) as ead,
    cast(sum(expected_loss) as decimal(18, 4)) as expected_loss,
    cast(sum(expected_loss) filter (where not defaulted) as decimal(18, 4))
        as expected_of_good,
    sum(expected_loss)::double / nullif(
        sum(ead) filter (where running and p is not null), 0
    )::double as loss_share,
    cast(coalesce(sum(lost), 0) as decimal(18, 4)) as lost,
    count(*) filter (where lost > 0) as loans_lost,
    count(distinct person) filter (where lost > 0) as people_lost
from parts
group by cut, rank, part
