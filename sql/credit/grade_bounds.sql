-- One row per grade, from the best: chances of bad from low to below high.
-- Key: place.
-- The bounds of the pipeline, or of as many grades as it asks for, of about as
-- many applications each; equal chances are of one grade.
with

parts as (
    select
        p,
        min(p) over () as least_p,
        ntile(greatest(coalesce($credit_grades::integer, 1), 1)) over (
            order by p, application_id, source
        ) as part
    from credit.scores
),

bounds as (
    select cast(0 as decimal(9, 6)) as low
    union
    select min(p) from parts where part > 1
    group by part
    having min(p) > min(least_p)
    union
    select cast(cut as decimal(9, 6)) from settings.credit_grade_cuts
)

select
    cast(row_number() over (order by low) as integer) as place,
    chr(cast(64 + row_number() over (order by low) as integer)) as grade,
    low,
    coalesce(lead(low) over (order by low), cast(1.000001 as decimal(9, 6)))
        as high
from bounds
