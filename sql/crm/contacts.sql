-- One row per contact record, as one source knows a person or an organisation.
-- Key: record_id, source.
-- Check: record_id is not null; no record id.
-- Check: coalesce(birth_date <= $as_of::date, true); a birth in the future.
select
    contacts.source,
    contacts.record_id,
    case
        when lower(contacts.kind) in (
            'organisation', 'organization', 'company', 'business', 'entreprise'
        ) then 'organisation'
        when contacts.kind is null
            and contacts.company is not null
            and coalesce(contacts.full_name, contacts.family_name) is null
            then 'organisation'
        else 'person'
    end as kind,
    contacts.full_name,
    coalesce(
        contacts.given_name,
        given_name_in(contacts.full_name)
    ) as given_name,
    coalesce(
        contacts.family_name,
        family_name_in(contacts.full_name)
    ) as family_name,
    contacts.company,
    -- "Eric Roy" <eric.roy@example.ca>
    coalesce(
        nullif(trim(regexp_extract(contacts.email, '<([^<>]+)>', 1)), ''),
        contacts.email
    ) as email,
    contacts.phone,
    cast(contacts.birth_date as date) as birth_date,
    contacts.street,
    contacts.city,
    contacts.postcode,
    contacts.region,
    case
        when lower(strip_accents(contacts.country)) = 'canada' then 'CA'
        when lower(strip_accents(contacts.country)) in (
            'united states', 'usa', 'u.s.a.', 'etats-unis'
        ) then 'US'
        when lower(contacts.country) = 'france' then 'FR'
        else coalesce(upper(contacts.country), $country)
    end as country,
    case
        when lower(contacts.language) like 'fr%' then 'fr'
        when lower(contacts.language) like 'en%' then 'en'
        when lower(contacts.language) like 'angl%' then 'en'
        else lower(contacts.language)
    end as language,
    contacts.loyalty_number,
    contacts.acquisition_channel,
    cast(contacts.created_on as date) as created_on,
    cast(contacts.updated_at as timestamp) as updated_at
from incoming.contacts as contacts
