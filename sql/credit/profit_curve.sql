-- One row per twentieth of the applications: what approving up to it earns.
-- Key: place.
-- By the chance of bad, the best first; expected per application of all. `more`
-- is how many the point approves more than the one before.
with

ranked as (
    select
        p, profit, customer_id,
        ceil(20 * cume_dist() over (order by p)) as place
    from credit.priced
    where profit is not null
),

counted as (
    select
        place,
        max(p) as cut,
        count(*) as applications,
        count(distinct customer_id) as more,
        sum(profit) as profit
    from ranked
    group by place
)

select
    cast(place as integer) as place,
    cut,
    more,
    (sum(applications) over so_far)::double / sum(applications) over ()
        as approved_share,
    cast(sum(profit) over so_far / sum(applications) over () as decimal(18, 4))
        as profit_each
from counted
window so_far as (order by place)
