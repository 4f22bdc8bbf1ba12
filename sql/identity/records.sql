-- One row per contact record: what it is compared by, written one way.
-- Working table.
-- Text is in lower case, without accents and punctuation; what is empty, null.
with

roots as (
    select name, array_agg(root) as roots, min(root) as root
    from identity.nicknames as nicknames
    group by nicknames.name
),

numbers as (
    select
        contacts.source,
        contacts.record_id,
        coalesce(phones.phone, phones.dialled) as phone,
        row_number() over (
            order by contacts.source, contacts.record_id
        ) as record
    from crm.contacts as contacts
    left join identity.phones as phones
        on phones.source = contacts.source
        and phones.record_id = contacts.record_id
),

plain as (
    select
        numbers.record,
        contacts.source,
        contacts.record_id,
        contacts.company is not null
            and lower(contacts.company) = lower(coalesce(
                contacts.full_name,
                contacts.given_name || ' ' || contacts.family_name,
                contacts.family_name,
                ''
            )) as named_as_company,
        plain_letters(case
            when contains(contacts.given_name, ' ')
                then bare_name(contacts.given_name)
            else contacts.given_name
        end) as given_name,
        heirless(plain_letters(contacts.family_name)) as family_name,
        coalesce(
            heir_in(lower(contacts.family_name)),
            heir_in(lower(contacts.given_name)),
            heir_in(lower(contacts.full_name))
        ) as generation,
        replace(plain_letters(contacts.company), '.', '') as company,
        lower(contacts.email) as email,
        numbers.phone,
        -- what stands for an unknown day is evidence of nothing
        case
            when contacts.birth_date > date '1900-01-01'
                then replace(contacts.birth_date::varchar, '-', '')
        end as birth,
        case
            when addresses.record_id is null
                then plain_address(plain_letters(contacts.street))
            else addresses.street
        end as street,
        coalesce(plain_letters(contacts.city), addresses.town) as city,
        coalesce(lower(contacts.postcode), addresses.postcode) as postcode,
        lower(contacts.loyalty_number) as loyalty_number
    from crm.contacts as contacts
    join numbers
        on numbers.source = contacts.source
        and numbers.record_id = contacts.record_id
    left join identity.addresses as addresses
        on addresses.source = contacts.source
        and addresses.record_id = contacts.record_id
),

written as (
    select
        record,
        source,
        record_id,
        case when not named_as_company then words(given_name) end as given_name,
        case
            when not named_as_company then words(family_name)
        end as family_name,
        generation,
        nullif(bare_company(words(company)), '') as company,
        case
            when regexp_matches(email, '^[^@\s]+@[^@\s]+\.[^@\s]+$')
                then email
        end as email,
        phone,
        birth,
        words(number_first(street)) as street,
        -- nine digits are a ZIP code with what is beyond its five
        nullif(replace_all(case
            when length(postcode) > 8
                then regexp_replace(postcode, '^([0-9]{5})[- ]?[0-9]{4}$', '\1')
            else postcode
        end, '[^a-z0-9]+', ''), '') as postcode,
        words(city) as city,
        nullif(replace_all(loyalty_number, '[^a-z0-9]+', ''), '')
            as loyalty_number
    from plain
),

typed as (
    select written.* replace (street_words(written.street) as street)
    from written
),

-- of two types (court street) each
shortened as (
    select typed.* replace (short_street(typed.street) as street)
    from typed
)

select
    shortened.* replace (short_street(shortened.street) as street),
    roots.roots,
    coalesce(roots.root, shortened.given_name) as root,
    case
        when contains(shortened.given_name, ' ')
            then replace_all(shortened.given_name, '(\pL)\pL* ?', '\1')
    end as short,
    split_part(email, '@', 1) as email_user,
    nullif(regexp_extract(split_part(email, '@', 1), '[0-9]{3,}'), '')
        as email_number,
    nullif(regexp_extract(shortened.street, '[0-9]+'), '') as number,
    coalesce(
        substr(least(given_name, family_name), 1, 1)
            || substr(greatest(given_name, family_name), 1, 1),
        substr(company, 1, 4)
    ) as initials
from shortened
left join roots on roots.name = shortened.given_name
