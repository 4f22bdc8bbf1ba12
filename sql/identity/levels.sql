-- One row per comparison and answer: the bits that it adds to a pair's weight.
-- Key: place.
-- Of a full agreement the bits of a value that is as frequent as most; answers
-- about postcodes only where there are any, and none of which nothing is known.
with

chances as (
    select
        place,
        comparison,
        level,
        name,
        max(chance) filter (where kind = 'match') as same,
        max(chance) filter (where kind = 'strangers') as accident
    from identity.parameters
    where name not like '%postcode%'
        or 'postcode' not in (
            select "column" from identity.columns where known < 2
        )
    group by place, comparison, level, name
)

select
    row_number() over (order by place, level desc) as place,
    case
        when starts_with(comparison, 'x_') then substr(comparison, 3)
        else comparison
    end as comparison,
    case
        when name = 'same number'
            then replace(comparison, 'work_', '') || ' number'
        else name
    end as answer,
    row_number() over (partition by place order by level desc) = 1 as opens,
    round(log2(same / accident), 2)::decimal(9, 2) as bits,
    same,
    accident
from chances
where same between 1e-300 and 1 and accident between 1e-300 and 1
