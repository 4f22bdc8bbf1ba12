-- One row per contact record and strong key that it carries.
-- Key: record, kind.
select record, given_name, family_name, name, 'email' as kind, email as value
from identity.records
where email is not null
union all
select record, given_name, family_name, name, 'phone' as kind, phone as value
from identity.records
where phone is not null
union all
select record, given_name, family_name, name, 'loyalty_number' as kind,
    loyalty_number as value
from identity.records
where loyalty_number is not null
union all
select record, given_name, family_name, name, 'name_birth_postcode' as kind,
    name || '|' || birth_date::varchar || '|' || postcode as value
from identity.records
where name <> '' and birth_date is not null and postcode is not null
