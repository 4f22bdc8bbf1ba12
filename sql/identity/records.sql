-- One row per contact record: what it is compared by, written one way.
-- Key: record.
with

plain as (
    select
        contacts.source,
        contacts.record_id,
        lower(strip_accents(coalesce(
            contacts.given_name, ''
        ))) as given,
        lower(strip_accents(coalesce(
            contacts.family_name, contacts.company, ''
        ))) as family,
        lower(contacts.email) as email,
        phones.phone,
        contacts.birth_date,
        upper(replace_all(contacts.postcode, '[^A-Za-z0-9]', '')) as postcode,
        upper(replace_all(contacts.loyalty_number, '[^A-Za-z0-9]', ''))
            as loyalty_number
    from crm.contacts as contacts
    left join identity.phones as phones
        on phones.source = contacts.source
        and phones.record_id = contacts.record_id
),

names as (
    select
        *,
        trim(replace_all(given, '[^\pL\pM\pN]+', ' ')) as given_name,
        trim(replace_all(family, '[^\pL\pM\pN]+', ' ')) as family_name
    from plain
)

select
    row_number() over (order by source, record_id) as record,
    source,
    record_id,
    given_name,
    family_name,
    trim(given_name || ' ' || family_name) as name,
    case
        when regexp_matches(email, '^[^@\s]+@[^@\s]+\.[^@\s]+$') then email
    end as email,
    phone,
    birth_date,
    nullif(postcode, '') as postcode,
    nullif(loyalty_number, '') as loyalty_number
from names
