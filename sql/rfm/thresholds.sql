-- One row per axis and score that has thresholds: lower <= value < upper.
select axis, score, lower, upper
from rfm.limits
where moment = 'now' and dimension = 'all'
