-- One row per rate of what is lost at default: assumed, and as measured so far.
-- Key: rate.
-- lgd is the loss of the exposure at default, of loans whose loss is told; ead
-- is the exposure of the limit, of loans in default. measured is the ratio of
-- the sums, low and high its 95 % (delta method); unresolved are defaults whose
-- loss is not told yet. used: what is assumed, or measured on 30 loans or more.
with

defaults as (
    select
        loans.exposure,
        case
            when coalesce(loans.closed_on, loans.outcome_on, loans.opened_on)
                <= $as_of::date then loans.loss
        end as loss,
        loans.credit_limit
    from crm.loans as loans
    where loans.exposure > 0
        and loans.opened_on <= $as_of::date
        and coalesce(loans.outcome_on, loans.closed_on, loans.opened_on)
            <= $as_of::date
),

pairs as (
    select 'lgd' as rate, loss as part, exposure as whole
    from defaults
    union all
    select 'ead', exposure, credit_limit
    from defaults
    where credit_limit > 0
),

sums as (
    select
        rate,
        count(part) as loans,
        count(*) - count(part) as unresolved,
        sum(part)::double as part,
        (sum(whole) filter (where part is not null))::double as whole,
        sum(cast(part * part as decimal(38, 8)))::double as parts,
        sum(cast(part * whole as decimal(38, 8)))::double as products,
        (sum(cast(whole * whole as decimal(38, 8))) filter (
            where part is not null
        ))::double as wholes
    from pairs
    group by rate
),

measured as (
    select
        *,
        part / whole as ratio,
        sqrt(greatest(
            parts - 2 * part / whole * products
            + part / whole * (part / whole) * wholes, 0
        ) * loans / nullif(loans - 1, 0)) / whole as error
    from sums
    where loans > 0
),

rates as (
    select
        'lgd' as rate,
        $economics_lgd::double as assumed
    union all
    select 'ead', case when $credit_ead <> 'auto' then 1 end::double
)

select
    rates.rate,
    rates.assumed,
    coalesce(measured.loans, 0) as loans,
    coalesce(measured.unresolved, 0) as unresolved,
    round(measured.ratio, 9) as measured,
    case when error is not null then
        round(greatest(measured.ratio - 1.959963984540054 * error, 0), 9)
    end as low,
    round(measured.ratio + 1.959963984540054 * error, 9) as high,
    round(case
        when rates.assumed is not null then rates.assumed
        when measured.loans >= 30 then measured.ratio
        when rates.rate = 'ead' then 1
    end, 9) as used,
    case
        when rates.assumed is not null then 'assumed'
        when measured.loans >= 30 then 'measured'
        when rates.rate = 'ead' then 'limit'
        else 'none'
    end as basis
from rates
left join measured on measured.rate = rates.rate
