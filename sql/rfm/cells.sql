-- One row per cell, three scores: its segment, and whether a rule names it.
with

matches as (
    select
        r.score as r,
        f.score as f,
        m.score as m,
        rules.segment,
        row_number() over (
            partition by r.score, f.score, m.score
            order by rules.place nulls last
        ) as choice
    from range(1, 6) as r (score)
    cross join range(1, 6) as f (score)
    cross join range(1, 6) as m (score)
    left join rfm.segment_rules as rules
        on r.score between rules.r_low and rules.r_high
        and f.score between rules.f_low and rules.f_high
        and m.score between rules.m_low and rules.m_high
        and f.score + m.score between 2 * rules.fm_low and 2 * rules.fm_high
    where greatest(r.score, f.score, m.score) <= $rfm_top
)

select
    r,
    f,
    m,
    coalesce(segment, 'other') as segment,
    segment is not null as named
from matches
where choice = 1
