-- One row per R and F score with cells that no rule of the segment table names.
with

cells as (
    select r, f, m, people
    from rfm.missed_cells
)

select
    r,
    f,
    string_agg(m::varchar, ', ' order by m) as m,
    'other' as segment,
    sum(people)::bigint as people
from cells
group by r, f
