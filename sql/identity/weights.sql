-- One row per 2 bits of weight and side of the threshold: pairs of records.
-- Key: from_bits, side.
-- The first and the last stand for all beyond; the threshold parts two.
with

pairs as (
    select
        least(greatest(floor(scores.weight / 2) * 2, -40), 38) as bits,
        case
            when scores.probability >= thresholds.threshold
                and apart.low is null then 'one'
            else 'two'
        end as side,
        round(
            log2(thresholds.threshold / (1 - thresholds.threshold)), 2
        )::decimal(9, 2) as threshold_bits
    from identity.scores as scores
    cross join identity.thresholds as thresholds
    left join identity.apart as apart
        on apart.low = scores.low and apart.high = scores.high
)

select
    case
        when side = 'one' and threshold_bits < bits + 2
            then greatest(bits, threshold_bits)
        else bits
    end::decimal(9, 2) as from_bits,
    case
        when side = 'two' and threshold_bits > bits
            then least(bits + 2, threshold_bits)
        else bits + 2
    end::decimal(9, 2) as to_bits,
    side,
    count(*) as pairs,
    threshold_bits
from pairs
group by bits, side, threshold_bits
