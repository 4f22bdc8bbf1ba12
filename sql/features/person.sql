-- One row per customer as of $as_of: who they are, as far as is known by then.
-- Key: customer_id.
-- By customer: identity.members.
-- A record counts from the day on which it was made, with what stands in it
-- today; of several the newest that says something, for the channel the first.
-- A loyalty card counts from its record in a source in which each record has
-- one: since when others hold their number, nobody knows. Consents are none of
-- it: most exports keep the last statement only, so that who has said nothing
-- by the day is who said something after it.
with

records as (
    select
        members.customer_id,
        contacts.source,
        contacts.kind,
        contacts.birth_date,
        contacts.language,
        contacts.region,
        contacts.country,
        contacts.acquisition_channel,
        contacts.loyalty_number,
        contacts.created_on,
        row_number() over (
            partition by members.customer_id
            order by contacts.created_on nulls first, contacts.source desc,
                contacts.record_id desc
        ) as age_rank
    from crm.contacts as contacts
    join identity.members as members
        on members.source = contacts.source
        and members.record_id = contacts.record_id
    where coalesce(contacts.created_on <= $as_of::date, true)
),

programmes as (
    select source
    from crm.contacts
    where coalesce(created_on <= $as_of::date, true)
    group by source
    having count(*) = count(loyalty_number)
),

people as (
    select
        records.customer_id,
        min(kind) as kind,
        max_by(birth_date, age_rank) filter (where birth_date is not null)
            as birth_date,
        max_by(language, age_rank) filter (where language is not null)
            as language,
        max_by(region, age_rank) filter (where region is not null) as region,
        max_by(country, age_rank) filter (where country is not null) as country,
        min_by(acquisition_channel, age_rank)
            filter (where acquisition_channel is not null)
            as acquisition_channel,
        count(programmes.source) as cards,
        min(created_on) as created_on
    from records
    left join programmes on programmes.source = records.source
    group by records.customer_id
)

select
    people.customer_id,
    people.kind,
    floor((
        date_diff('month', people.birth_date, $as_of::date)
        - case when day($as_of::date) < day(people.birth_date) then 1 else 0 end
    ) / 12)::integer as age,
    people.language,
    people.region,
    people.country,
    people.acquisition_channel,
    case when people.cards > 0 then 1 else 0 end as loyalty_card,
    (
        date_diff('month', people.created_on, $as_of::date)
        - case when day($as_of::date) < day(people.created_on) then 1 else 0 end
    )::integer as months_known
from people
