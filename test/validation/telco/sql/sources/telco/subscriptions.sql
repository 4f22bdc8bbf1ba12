-- One row per customer, whose contract it is; the file has no days.
select
    source,
    _row,
    customerid as subscription_id,
    customerid as contact_id,
    cast(
        date '2020-01-01' - to_months(cast(tenure as integer)) as date
    ) as started_on,
    case when churn = 'Yes' then date '2020-01-01' end as ended_on,
    contract as plan,
    monthlycharges as price,
    'month' as period
from telco.export
