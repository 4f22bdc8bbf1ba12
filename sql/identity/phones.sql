-- One row per contact record with a telephone number, in E.164 where it is one;
-- of others the digits, to be compared.
-- Working table.
with

written as (
    select
        source,
        record_id,
        country,
        regexp_replace(
            replace_all(
                regexp_extract(lower(phone), '^[^0-9+(]*([^a-z#]*)', 1),
                '\(0\)|[^0-9+]',
                ''
            ),
            '^00',
            '+'
        ) as dialled
    from crm.contacts
    where phone is not null
),

national as (
    select
        written.source,
        written.record_id,
        written.dialled,
        codes.code,
        codes.shortest,
        codes.longest,
        case
            when codes.trunk <> '' and starts_with(written.dialled, codes.trunk)
                then substr(written.dialled, 2)
            else written.dialled
        end as digits
    from written
    left join identity.calling_codes as codes
        on codes.country = written.country
)

select
    source,
    record_id,
    case
        when regexp_matches(dialled, '^\+[1-9][0-9]{7,14}$') then dialled
        when length(digits) between shortest and longest
            and regexp_matches(digits, '^[0-9]+$')
            then '+' || code || digits
    end as phone,
    case
        when length(dialled) between 6 and 15 then dialled
    end as dialled
from national
