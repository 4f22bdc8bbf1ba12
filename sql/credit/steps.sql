-- One row per loan and month after which the next one is known: what became.
-- Working table.
-- From a loan that stood at the end of a month, to the end of the next.
select
    before.source,
    before.loan_id,
    before.person,
    after.month,
    before.place as place_before,
    after.place as place_after,
    before.balance
from credit.months as before
join credit.months as after
    on after.source = before.source
    and after.loan_id = before.loan_id
    and after.month = cast(before.month + to_months(1) as date)
where before.place <= 4 and after.place <= 6
