-- One row per customer and channel: the last word about it as of $as_of.
-- Key: customer_id, channel.
-- Of two statements at one time the withdrawal counts, and one without a time
-- counts always.
with

statements as (
    select
        consents.customer_id,
        case lower(strip_accents(consents.channel))
            when 'e-mail' then 'email'
            when 'courriel' then 'email'
            when 'telephone' then 'phone'
            when 'texto' then 'sms'
            when 'courrier' then 'post'
            else lower(strip_accents(consents.channel))
        end as channel,
        consents.given,
        consents.at
    from crm.consents as consents
    where consents.customer_id is not null
        and (
            consents.at is null
            or cast(consents.at as date) <= $as_of::date
        )
)

select
    statements.customer_id,
    statements.channel,
    statements.given,
    statements.at
from statements
qualify row_number() over (
    partition by statements.customer_id, statements.channel
    order by
        statements.given or statements.at is not null,
        statements.at desc nulls last,
        statements.given
) = 1
