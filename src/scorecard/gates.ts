/** What a run tells of each question that was asked and has no card of use, as rows of `<room>.gates`. */
export const unusableSelect = (room: string): string => `
    select 'unusable.' || question as gate, cast(1 as double) as value, cast(null as double) as threshold,
      'question without scores: ' || question || ' (' || case verdict
        when 'too_few' then 'too few examples of either answer'
        when 'one_class' then 'all answers are the same'
        else 'no usable signal' end || ')' as meaning
    from ${room}.verdicts
    where verdict <> 'usable' and known > 0`;

/**
 * How far the scores of the newest month have moved from the examples that their card learnt from, as one row of
 * `<room>.gates`: the greatest of all questions. What chance explains counts as nothing; where no most is given as
 * `$shifted_max_index`, what is below .25, too.
 */
export const driftSelect = (room: string): string => `
    select 'drift' as gate, cast(coalesce(max(round(index, 3)), 0) as double) as value,
      cast($shifted_max_index as double) as threshold,
      'population stability index of the scores of the newest month' || coalesce(
        ': ' || string_agg(question || ', ' || strftime(month, '%Y-%m'), '; ' order by question), '') as meaning
    from (
      select * from ${room}.stability where what = 'score'
      qualify row_number() over (partition by question order by month desc) = 1
    ) as newest
    where tail <= 0.01 and ($shifted_max_index is not null or state = 'shifted')`;
