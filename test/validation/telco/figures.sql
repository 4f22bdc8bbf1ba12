-- One row per figure: how long customers stay, by contract.
select 'S(' || month || ')' as figure, survival as value
from value.survival
where place = 0
union all
select 'log-rank of ' || characteristic, statistic from value.survival_tests
union all
select 'median, ' || plan, median_months
from value.survival_groups
where plan is not null
union all
select 'subscriptions', count(*)::double from value.durations
union all
select 'ended', sum(ended)::double from value.survival where place = 0
union all
select 'hazard of a contract of ' || level, ln(hazard_ratio)
from value.hazards
where characteristic = 'plan'
union all
select 'concordance', concordance from value.hazard_fit
