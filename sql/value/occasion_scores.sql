-- One row per customer: what is expected at the next occasions as of $as_of.
-- Key: customer_id.
-- There are as many as the horizon has room for, the first begins on next_from;
-- all to come are discounted. Bounds of 90 % are those of the expectation.
select
    standings.customer_id,
    standings.x as occasions_bought,
    standings.last as last_occasion,
    standings.n as occasions,
    standings.next_from,
    outlook.ahead as occasions_ahead,
    round(p_alive, 6)::decimal(18, 6) as p_alive_occasions,
    round(p_alive_low, 6)::decimal(18, 6)
        as p_alive_occasions_low,
    round(p_alive_high, 6)::decimal(18, 6)
        as p_alive_occasions_high,
    round(p_next, 6)::decimal(18, 6) as p_next,
    round(expected, 6)::decimal(18, 6) as expected_occasions,
    round(expected_low, 6)::decimal(18, 6) as expected_occasions_low,
    round(expected_high, 6)::decimal(18, 6) as expected_occasions_high,
    round(residual, 6)::decimal(18, 6) as residual_occasions,
    round(residual_low, 6)::decimal(18, 6) as residual_occasions_low,
    round(residual_high, 6)::decimal(18, 6) as residual_occasions_high
from value.occasion_standings as standings
join value.occasion_outlook as outlook
    on outlook.x = standings.x
    and outlook.last = standings.last
    and outlook.n = standings.n
