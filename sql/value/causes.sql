-- One row per cause that can take most from what a customer brings.
-- Key: place.
select place, cause
from (values
    (1, 'returns'), (2, 'tickets'), (3, 'contacts'), (4, 'late'),
    (5, 'discounts'), (6, 'below_cost'), (7, 'no_purchase'), (8, 'no_order')
) as causes (place, cause)
