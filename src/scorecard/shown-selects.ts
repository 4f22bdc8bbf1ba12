import { quoteTable } from "../engine/engine.js";

/** So many features of a question are drawn, those first that move the points most. */
const MOST_FEATURES = 12;

/** So many tables of two features are drawn. */
const MOST_PAIRS = 4;

/** What kind of bin it is, as `scorecard.bin` puts it in words. */
const shapeOf = (kind: string, low: string, high: string) => `case
      when ${kind} <> 'range' then ${kind}
      when ${low} is null and ${high} is null then 'any'
      when ${low} is null then 'below'
      when ${high} is null then 'from'
      else 'between'
    end`;

/** The ends of Wilson's interval of 95 % for a share. */
const wilson = (yes: string, rows: string, sign: "+" | "-") => `(
      (${yes} + 1.920729) ${sign} 1.959964 * sqrt(${yes} * (${rows} - ${yes}) / ${rows} + 0.960365)
    ) / (${rows} + 3.841459)`;

/**
 * Selects of what the pages of a room's cards draw, by table; only of the form of card that is used. Each reads the tables
 * that are loaded beside `<room>.verdicts`.
 */
export function shownSelects(room: string): Record<string, string> {
  const of = (table: string) => quoteTable(`${room}.${table}`);
  const taken = `taken as (
    select question, form, double / ln(2) * case more when 'likelier' then 1 else -1 end as factor
    from ${of("cards")}
    where taken
  )`;
  const spreads = `means as (
    select question, form, feature, sum(points * rows) / sum(rows) as mean
    from ${of("bins")}
    where rows > 0
    group by question, form, feature
  ),
  spreads as (
    select
      bins.question,
      bins.feature,
      sum(bins.rows * abs(bins.points - means.mean)) / sum(bins.rows) as moves,
      row_number() over (
        partition by bins.question
        order by sum(bins.rows * abs(bins.points - means.mean)) / sum(bins.rows) desc, bins.feature
      ) as nth
    from ${of("bins")} as bins
    join taken on taken.question = bins.question and taken.form = bins.form
    join means on means.question = bins.question and means.form = bins.form
      and means.feature = bins.feature
    where bins.rows > 0
    group by bins.question, bins.feature
  )`;
  const binned = `${of("bins")} as bins
    join taken on taken.question = bins.question and taken.form = bins.form
    join spreads on spreads.question = bins.question and spreads.feature = bins.feature
    where bins.rows > 0 and spreads.moves > 0 and spreads.nth <= ${MOST_FEATURES}`;
  return {
    shown_bins: `with ${taken}, ${spreads}
      select
        bins.question,
        spreads.nth::integer as nth,
        bins.feature,
        bins.place,
        ${shapeOf("bins.kind", "bins.low", "bins.high")} as shape,
        bins.low,
        bins.high,
        bins.levels,
        bins.rows,
        bins.yes::bigint as yes,
        bins.rows / sum(bins.rows) over (partition by bins.question, bins.feature) as share,
        bins.rate,
        ${wilson("bins.yes", "bins.rows", "-")} as rate_low,
        ${wilson("bins.yes", "bins.rows", "+")} as rate_high,
        bins.points
      from ${binned} and taken.form = 'classic'`,
    shown_curves: `with ${taken}, ${spreads}
      select
        bins.question,
        spreads.nth::integer as nth,
        bins.feature,
        bins.place,
        ${shapeOf("bins.kind", "bins.low", "bins.high")} as shape,
        bins.low,
        bins.high,
        bins.levels,
        bins.rows,
        bins.points,
        bins.points - 1.959964 * bins.error * abs(taken.factor) as points_low,
        bins.points + 1.959964 * bins.error * abs(taken.factor) as points_high
      from ${binned} and taken.form <> 'classic'`,
    shown_pairs: `with ${taken}, ranged as (
        select
          pairs.question,
          pairs.feature,
          pairs.other,
          max(points) - min(points) as spread,
          row_number() over (
            partition by pairs.question
            order by max(points) - min(points) desc, pairs.feature, pairs.other
          ) as nth
        from ${of("pairs")} as pairs
        join taken on taken.question = pairs.question and taken.form = 'pairs'
        where pairs.rows > 0
        group by pairs.question, pairs.feature, pairs.other
      )
      select
        pairs.question,
        ranged.nth::integer as nth,
        pairs.feature,
        pairs.other,
        pairs.place,
        ${shapeOf("pairs.kind", "pairs.low", "pairs.high")} as shape,
        pairs.low,
        pairs.high,
        pairs.levels,
        ${shapeOf("pairs.other_kind", "pairs.other_low", "pairs.other_high")} as other_shape,
        pairs.other_low,
        pairs.other_high,
        pairs.other_levels,
        pairs.rows,
        pairs.points
      from ${of("pairs")} as pairs
      join ranged on ranged.question = pairs.question
        and ranged.feature = pairs.feature and ranged.other = pairs.other
      where ranged.nth <= ${MOST_PAIRS}`,
    shown_features: `with ${taken}, ${spreads}
      select
        candidates.question,
        row_number() over (
          partition by candidates.question
          order by candidates.state = 'leak' desc, candidates.state = 'suspect' desc,
            spreads.moves desc nulls last, candidates.iv desc nulls last, candidates.feature
        )::integer as place,
        candidates.feature,
        case when candidates.state = 'used' and spreads.moves = 0 then 'flat' else candidates.state end as state,
        candidates.why,
        replace(candidates.signs, ' ', ' + ') as signs,
        candidates.iv,
        round(spreads.moves, 1) as moves
      from ${of("candidates")} as candidates
      join ${of("verdicts")} as verdicts on verdicts.question = candidates.question
      left join spreads on spreads.question = candidates.question
        and spreads.feature = candidates.feature
      where verdicts.form is not null or candidates.state in ('leak', 'refused')`,
    shown_metrics: `with sized as (
        select verdicts.question, verdicts.form, verdicts.sample,
          max(metrics.value) filter (where metric = 'rows') as rows,
          max(metrics.value) filter (where metric = 'yes') as yes,
          max(metrics.value) filter (where metric = 'capture_10') as capture
        from ${of("verdicts")} as verdicts
        join ${of("metrics")} as metrics on metrics.question = verdicts.question
          and metrics.form = verdicts.form and metrics.sample = verdicts.sample
        group by all
      ),
      named as (
        select unnest(names) as metric, generate_subscripts(names, 1) as place
        from (select ['auc', 'auc_over_baseline', 'gini', 'ks', 'lift_10', 'capture_10', 'brier', 'brier_skill',
          'log_loss', 'log_loss_skill', 'calibration_intercept', 'calibration_slope', 'hosmer_lemeshow_p'] as names)
      )
      select
        sized.question,
        named.place::integer as place,
        named.metric,
        sized.rows::bigint as rows,
        sized.yes::bigint as yes,
        case when named.metric in ('lift_10', 'capture_10') then round(sized.capture * sized.yes)::bigint end as top,
        ${(["apparent", "out_of_fold", "out_of_time"] as const)
          .map((sample) =>
            ["value", "low", "high"]
              .map(
                (end) =>
                  `round(max(metrics.${end}) filter (where metrics.form = sized.form and metrics.sample = '${sample}'), 4) as ${sample}${end === "value" ? "" : `_${end}`}`,
              )
              .join(",\n        "),
          )
          .join(",\n        ")},
        ${["value", "low", "high"]
          .map(
            (end) =>
              `round(max(metrics.${end}) filter (where metrics.form = 'baseline' and metrics.sample = sized.sample), 4) as baseline${end === "value" ? "" : `_${end}`}`,
          )
          .join(",\n        ")}
      from sized
      cross join named
      join ${of("metrics")} as metrics on metrics.question = sized.question and metrics.metric = named.metric
      group by all
      having count(*) filter (where metrics.form = sized.form) > 0`,
  };
}

/** One row per bin of the cards in use, tables of two features too, with how far it is from the mean: what reasons are told from. */
export function reasonBinsSelect(room: string): string {
  const of = (table: string) => quoteTable(`${room}.${table}`);
  return `with pooled as (
      select bins.question, bins.form, bins.feature, null as other, bins.place,
        ${shapeOf("bins.kind", "bins.low", "bins.high")} as shape, bins.low, bins.high, bins.levels,
        null as other_shape, null as other_low, null as other_high, null as other_levels, bins.rows, bins.points
      from ${of("bins")} as bins
      union all
      select question, 'pairs', feature || ' & ' || other, other, place,
        ${shapeOf("kind", "low", "high")}, low, high, levels,
        ${shapeOf("other_kind", "other_low", "other_high")}, other_low, other_high, other_levels, rows, points
      from ${of("pairs")}
    )
    select pooled.question, pooled.form, pooled.feature as item, pooled.place,
      case when pooled.other is null then pooled.feature
        else left(pooled.feature, length(pooled.feature) - length(pooled.other) - 3) end as feature,
      pooled.other, pooled.shape, pooled.low, pooled.high, pooled.levels, pooled.other_shape, pooled.other_low, pooled.other_high, pooled.other_levels, pooled.points,
      (pooled.points - coalesce(sum(pooled.points * pooled.rows) over items / sum(pooled.rows) over items, 0))::decimal(9, 1)
        as from_mean
    from pooled
    join ${of("cards")} as cards on cards.taken and cards.question = pooled.question and cards.form = pooled.form
    window items as (partition by pooled.question, pooled.form, pooled.feature)`;
}
