-- One row per protected column and group: how the cut-off treats it, in counts.
-- Working table.
-- mid-ranks are those of the chance of bad among the group's known outcomes.
with

placed as (
    select
        groups.attribute,
        groups.place,
        groups.part,
        priced.*,
        case when priced.answer is not null then cast(
            rank() over (
                partition by groups.attribute, groups.part,
                    priced.answer is null
                order by priced.p_tested
            ) + (count(*) over (
                partition by groups.attribute, groups.part,
                    priced.answer is null, priced.p_tested
            ) - 1) / 2.0 as decimal(18, 1)
        ) end as mid_rank
    from credit.groups as groups
    join credit.priced as priced
        on priced.source = groups.source
        and priced.application_id = groups.application_id
)

select
    attribute,
    place,
    part,
    count(*) as applications,
    count(distinct customer_id) as people,
    count(*) filter (where passes) as approved,
    count(passes) > 0 as decided,
    sum(points)::double as points,
    sum(cast(points as bigint) * points)::double as squares,
    count(answer) as answered,
    count(*) filter (where answer = 1) as bad,
    (sum(p_tested) filter (where answer is not null))::double as expected,
    (sum(cast(p_tested * (1 - p_tested) as decimal(18, 12))) filter (
        where answer is not null
    ))::double as spread,
    (sum(mid_rank) filter (where answer = 1))::double as ranks
from placed
group by attribute, place, part
