-- One row per customer: whether it has consented to each channel by $as_of.
-- Key: customer_id.
select
    customers.customer_id,
    count(*) filter (where permissions.channel = 'email') > 0 as email_consent,
    count(*) filter (where permissions.channel = 'sms') > 0 as sms_consent,
    count(*) filter (where permissions.channel = 'phone') > 0 as phone_consent,
    count(*) filter (where permissions.channel = 'post') > 0 as post_consent
from crm.customers as customers
left join crm.permissions as permissions
    on permissions.customer_id = customers.customer_id
    and permissions.given
group by customers.customer_id
