-- One row per look and customer who was still to lose on its day: whether lost.
-- Working table.
-- Still to lose is who bought since the look's day of `since`; lost (answer 1)
-- who then bought nothing until its end. That is known at the end only, also of
-- those who bought sooner: known one by one, the answers would not be like all.
select
    bought.customer_id || ' ' || looks.day::varchar as example,
    bought.customer_id,
    looks.day,
    looks.until as answered_on,
    case
        when looks.until is null then null
        when count(*) filter (where bought.day > looks.day) > 0 then 0
        else 1
    end::integer as answer,
    case when looks.until is null then 'now' else 'past' end as sample
from churn.looks as looks
join churn.purchases as bought
    on bought.day > looks.since
    and bought.day <= coalesce(looks.until, looks.day)
group by looks.look, looks.day, looks.until, bought.customer_id
having count(*) filter (where bought.day <= looks.day) > 0
