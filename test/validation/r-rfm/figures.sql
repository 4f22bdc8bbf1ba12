-- One row per figure: thresholds and segment sizes.
select 'customers' as figure, count(*)::double as value
from rfm.scores
union all
select 'threshold ' || axis || case axis when 'r' then 6 - score else score - 1 end,
    case axis when 'r' then upper else lower end
from rfm.thresholds
where case axis when 'r' then upper else lower end is not null
union all
select 'segment ' || segment, count(*)
from rfm.scores
group by segment
