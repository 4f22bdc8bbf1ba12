-- One row per person of a Shopify orders export: an e-mail (or telephone) and
-- a billing name. Of each field the value of the last order that has one.
with

orders as (
    select
        source,
        _row,
        created_at || ' ' || name as moment,
        nullif(email, '') as email,
        nullif(ltrim(coalesce(nullif(phone, ''), billing_phone), ''''), '')
            as phone,
        nullif(ltrim(phone, ''''), '') as own_phone,
        nullif(billing_name, '') as full_name,
        nullif(billing_company, '') as company,
        nullif(billing_street, '') as street,
        nullif(billing_city, '') as city,
        nullif(ltrim(billing_zip, ''''), '') as postcode,
        nullif(billing_province, '') as region,
        nullif(billing_country, '') as country,
        local_time(
            try_strptime(created_at, '%Y-%m-%d %H:%M:%S %z'), $time_zone
        ) as ordered_at
    from shopify.export
    where nullif(total, '') is not null
)

select
    source,
    min(_row) as _row,
    md5(
        lower(trim(coalesce(email, own_phone, ''))) || '|'
        || lower(trim(coalesce(full_name, '')))
    ) as record_id,
    max_by(full_name, moment) as full_name,
    max_by(company, moment) filter (where company is not null) as company,
    max_by(email, moment) as email,
    max_by(phone, moment) filter (where phone is not null) as phone,
    max_by(street, moment) filter (where street is not null) as street,
    max_by(city, moment) filter (where city is not null) as city,
    max_by(postcode, moment) filter (where postcode is not null) as postcode,
    max_by(region, moment) filter (where region is not null) as region,
    max_by(country, moment) filter (where country is not null) as country,
    cast(min(ordered_at) as date) as created_on,
    max(ordered_at) as updated_at
from orders
where coalesce(email, own_phone) is not null
group by source, record_id
