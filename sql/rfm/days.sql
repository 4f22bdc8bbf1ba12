-- One row per day that customers are scored at: the run's, and an earlier one.
-- Since the previous run: its day, or, where this run is of that day again, the
-- earlier day that it had; a month ago where there was none.
select 'now' as moment, $as_of::date as day
union all
select
    'before' as moment,
    coalesce(
        $rfm_before::date,
        max(day),
        cast($as_of::date - interval 1 month as date)
    ) as day
from state.rfm_days
where day < $as_of::date
