-- One row per cell that no rule names, with the customers who fell into it.
select
    cells.r,
    cells.f,
    cells.m,
    count(scores.customer_id) as people
from rfm.cells as cells
left join rfm.scores as scores
    on scores.r = cells.r and scores.f = cells.f and scores.m = cells.m
where not cells.named
group by cells.r, cells.f, cells.m
