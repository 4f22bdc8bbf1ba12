-- One row per method: how it did in all tests at occasions together.
-- Key: method.
-- Errors are occasions a customer.
select
    method,
    count(*) as tests,
    sum(people)::bigint as people,
    sum(actual)::bigint as actual,
    sum(cast(expected as decimal(28, 8)))::double as expected,
    sum(cast(expected as decimal(28, 8)))::double / nullif(sum(actual), 0) - 1
        as bias,
    sum(cast(people * mae as decimal(28, 8)))::double / sum(people) as mae,
    sqrt(
        sum(cast(people * rmse * rmse as decimal(28, 8)))::double / sum(people)
    ) as rmse
from value.occasion_tests
group by method
