-- One row per customer: of each field the latest value that is not empty.
-- Key: customer_id.
-- A record has no history: what stands in it counts whatever the day.
with

records as (
    select
        members.customer_id,
        members.why = 'alone' as alone,
        contacts.source,
        contacts.record_id,
        contacts.kind,
        contacts.full_name,
        contacts.given_name,
        contacts.family_name,
        contacts.company,
        lower(contacts.email) as email,
        coalesce(phones.phone, contacts.phone) as phone,
        contacts.birth_date,
        contacts.street,
        contacts.city,
        contacts.postcode,
        contacts.region,
        contacts.country,
        contacts.language,
        contacts.loyalty_number,
        contacts.acquisition_channel,
        contacts.created_on,
        contacts.updated_at
    from crm.contacts as contacts
    join identity.members as members
        on members.source = contacts.source
        and members.record_id = contacts.record_id
    left join identity.phones as phones
        on phones.source = contacts.source
        and phones.record_id = contacts.record_id
),

ranked as (
    select
        *,
        row_number() over (
            order by
                updated_at nulls first,
                source desc,
                record_id desc
        ) as recency
    from records
    where not alone
)

select
    customer_id,
    max_by(kind, recency) as kind,
    max_by(full_name, recency) filter (where full_name is not null)
        as full_name,
    max_by(given_name, recency) filter (where given_name is not null)
        as given_name,
    max_by(family_name, recency) filter (where family_name is not null)
        as family_name,
    max_by(company, recency) filter (where company is not null) as company,
    max_by(email, recency) filter (where email is not null) as email,
    max_by(phone, recency) filter (where phone is not null) as phone,
    max_by(birth_date, recency) filter (where birth_date is not null)
        as birth_date,
    max_by(street, recency) filter (where street is not null) as street,
    max_by(city, recency) filter (where city is not null) as city,
    max_by(postcode, recency) filter (where postcode is not null) as postcode,
    max_by(region, recency) filter (where region is not null) as region,
    max_by(country, recency) filter (where country is not null) as country,
    max_by(language, recency) filter (where language is not null) as language,
    max_by(loyalty_number, recency) filter (where loyalty_number is not null)
        as loyalty_number,
    min_by(acquisition_channel, recency)
        filter (where acquisition_channel is not null) as acquisition_channel,
    min(created_on) as created_on,
    max(updated_at) as updated_at,
    count(*) as records,
    count(distinct source) as sources
from ranked
group by customer_id
union all
select
    customer_id,
    kind,
    full_name,
    given_name,
    family_name,
    company,
    email,
    phone,
    birth_date,
    street,
    city,
    postcode,
    region,
    country,
    language,
    loyalty_number,
    acquisition_channel,
    created_on,
    updated_at,
    1 as records,
    1 as sources
from records
where alone
