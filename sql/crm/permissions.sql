-- One row per customer and channel: the last word about it as of $as_of.
-- Key: customer_id, channel.
-- Of two statements at one time the withdrawal counts, and one without a time
-- counts always.
select
    consents.customer_id,
    consents.channel,
    consents.given,
    consents.at
from crm.consents as consents
where consents.customer_id is not null
    and (
        consents.at is null
        or cast(consents.at as date) <= $as_of::date
    )
qualify row_number() over (
    partition by consents.customer_id, consents.channel
    order by
        consents.given or consents.at is not null,
        consents.at desc nulls last,
        consents.given
) = 1
