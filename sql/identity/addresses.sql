-- One row per contact record whose address stands in one column with what else
-- there is: its street, town and postcode, and the postcode behind a state.
-- Working table.
with

joined as materialized (
    select
        source,
        record_id,
        number_joined(plain_address(plain_letters(street))) as address
    from crm.contacts
    where is_parted(street)
),

parted as (
    select source, record_id, address, address_parts(address) as parts
    from joined
),

found as (
    select parted.*, street_among(parts) as street
    from parted
),

coded as (
    select
        found.*,
        coalesce(
            postcode_among(parts, street),
            postcode_after_state(address)
        ) as postcode
    from found
)

select
    source,
    record_id,
    case
        when street is not null
            then street || ' ' || units_among(parts, street)
        when parts is null or postcode is null then address
    end as street,
    town_among(parts, street) as town,
    postcode
from coded
