-- One row per rule of the segment table in force; the first match wins.
-- fm is the mean of the scores F and M. The names of quartile are those of
-- PyMC-Marketing, whose lists it equals: what they leave out has no rule. The
-- groups of shopify are Shopify's, their bounds are ours: none are published.
with

built_in as (
    select * from (
        values
            ('grid', 1, 'champions', 5, 5, 4, 5, 1, 5, 1, 5),
            ('grid', 2, 'loyal', 3, 4, 4, 5, 1, 5, 1, 5),
            ('grid', 3, 'potential_loyalist', 4, 5, 2, 3, 1, 5, 1, 5),
            ('grid', 4, 'new', 5, 5, 1, 1, 1, 5, 1, 5),
            ('grid', 5, 'promising', 4, 4, 1, 1, 1, 5, 1, 5),
            ('grid', 6, 'need_attention', 3, 3, 3, 3, 1, 5, 1, 5),
            ('grid', 7, 'about_to_sleep', 3, 3, 1, 2, 1, 5, 1, 5),
            ('grid', 8, 'cant_lose', 1, 2, 5, 5, 1, 5, 1, 5),
            ('grid', 9, 'at_risk', 1, 2, 3, 4, 1, 5, 1, 5),
            ('grid', 10, 'hibernating', 1, 2, 1, 2, 1, 5, 1, 5),
            ('r_rfm', 1, 'champions', 5, 5, 5, 5, 5, 5, 1, 5),
            ('r_rfm', 2, 'potential_loyalist', 3, 5, 3, 5, 2, 5, 1, 5),
            ('r_rfm', 3, 'loyal', 2, 4, 2, 4, 2, 4, 1, 5),
            ('r_rfm', 4, 'promising', 3, 4, 1, 3, 3, 5, 1, 5),
            ('r_rfm', 5, 'new', 4, 5, 1, 3, 1, 5, 1, 5),
            ('r_rfm', 6, 'cant_lose', 1, 2, 3, 4, 4, 5, 1, 5),
            ('r_rfm', 7, 'at_risk', 1, 2, 2, 5, 4, 5, 1, 5),
            ('r_rfm', 8, 'need_attention', 1, 3, 3, 5, 3, 5, 1, 5),
            ('r_rfm', 9, 'about_to_sleep', 2, 3, 1, 3, 1, 4, 1, 5),
            ('r_rfm', 10, 'lost', 1, 1, 1, 5, 1, 5, 1, 5),
            ('quartile', 1, 'premium', 3, 4, 3, 4, 3, 4, 1, 5),
            ('quartile', 2, 'repeat', 2, 2, 3, 4, 3, 4, 1, 5),
            ('quartile', 3, 'repeat', 2, 3, 3, 3, 2, 2, 1, 5),
            ('quartile', 4, 'repeat', 1, 1, 4, 4, 3, 3, 1, 5),
            ('quartile', 5, 'top_spender', 3, 4, 1, 2, 3, 4, 1, 5),
            ('quartile', 6, 'top_spender', 1, 2, 2, 4, 4, 4, 1, 5),
            ('quartile', 7, 'top_spender', 1, 1, 3, 3, 3, 3, 1, 5),
            ('quartile', 8, 'at_risk', 2, 4, 1, 2, 2, 2, 1, 5),
            ('quartile', 9, 'at_risk', 1, 2, 2, 3, 2, 3, 1, 5),
            ('quartile', 10, 'at_risk', 2, 2, 1, 1, 4, 4, 1, 5),
            ('quartile', 11, 'inactive', 1, 4, 1, 1, 1, 2, 1, 5),
            ('quartile', 12, 'inactive', 1, 1, 1, 1, 3, 4, 1, 5),
            ('shopify', 1, 'champions', 5, 5, 1, 5, 1, 5, 4, 5),
            ('shopify', 2, 'loyal', 3, 4, 1, 5, 1, 5, 4, 5),
            ('shopify', 3, 'active', 4, 5, 1, 5, 1, 5, 2.5, 3.5),
            ('shopify', 4, 'new', 5, 5, 1, 5, 1, 5, 1, 2),
            ('shopify', 5, 'promising', 3, 4, 1, 5, 1, 5, 1, 2),
            ('shopify', 6, 'need_attention', 3, 3, 1, 5, 1, 5, 2.5, 3.5),
            ('shopify', 7, 'previously_loyal', 1, 2, 1, 5, 1, 5, 4.5, 5),
            ('shopify', 8, 'at_risk', 1, 2, 1, 5, 1, 5, 3, 4),
            ('shopify', 9, 'almost_lost', 2, 2, 1, 5, 1, 5, 1, 2.5),
            ('shopify', 10, 'dormant', 1, 1, 1, 5, 1, 5, 1, 2.5)
    ) as rules (
        name, place, segment,
        r_low, r_high, f_low, f_high, m_low, m_high, fm_low, fm_high
    )
)

select place, segment, r_low, r_high, f_low, f_high, m_low, m_high,
    cast(fm_low as decimal(2, 1)) as fm_low,
    cast(fm_high as decimal(2, 1)) as fm_high
from built_in
where name = $rfm_segments
union all
select place, segment, r_low, r_high, f_low, f_high, m_low, m_high,
    cast(fm_low as decimal(2, 1)) as fm_low,
    cast(fm_high as decimal(2, 1)) as fm_high
from settings.rfm_segments
where $rfm_segments = 'own'
