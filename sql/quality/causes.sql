-- One row per reason for which rows were not kept, most rows first; 10 at most.
with

reasons as (
    select
        reason,
        disposition,
        sum(rows)::bigint as rows,
        count(*) as sources
    from quality.reasons
    where disposition <> 'blanked'
    group by all
)

select
    row_number() over (order by rows desc, reason, disposition) as place,
    reason,
    disposition,
    rows,
    sources
from reasons
qualify place <= 10
