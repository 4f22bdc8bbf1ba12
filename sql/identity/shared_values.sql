-- One row per value that more than three distinct names carry: no key.
select
    kind,
    value,
    count(distinct name) as names,
    count(*) as records
from identity.keys
where name <> ''
group by kind, value
having count(distinct name) > 3
