-- One row per day that customers are scored at: the run's, and an earlier one.
select 'now' as moment, $as_of::date as day
union all
select 'before' as moment, $rfm_before::date as day
