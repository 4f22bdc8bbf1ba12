import { quoteTable } from "../engine/engine.js";

/** Apparent and honest areas under the curve that differ by so much are told. */
const FLATTERING = 0.03;

/**
 * What a room's cards have to say, as rows of `<room>.news`, which a room's `news.sql` takes in: the verdict first, what
 * was left out since it knows the answer, what flatters, what carries the card. Reads the tables that are loaded beside
 * `<room>.verdicts`.
 */
export function cardNewsSelect(room: string): string {
  const of = (table: string) => quoteTable(`${room}.${table}`);
  const listed = (state: string) => `(
      select string_agg('scorecard.feature.' || feature, '|' order by iv desc, feature)
      from ${of("candidates")} as candidates
      where candidates.question = told.question and state = '${state}'
    )`;
  const sentence = (message: string, weight: number, direction: string, where: string, people = "learnt") => `
    select 'scorecard.news.${message}' as message, ${people} as people, ${weight} as weight,
      '${direction}' as direction, told.* exclude (people)
    from told where ${where}`;
  return `with tops as (
      select gains.question,
        min(gains.rows) as rows, min(gains.yes) as yes, min(gains.capture) as capture
      from ${of("gains")} as gains
      join ${of("verdicts")} as verdicts on verdicts.question = gains.question
        and verdicts.form = gains.form and verdicts.sample = gains.sample
      where tenth = 1
      group by gains.question
    ),
    lines as (
      select verdicts.question,
        max(value) filter (where metric = 'calibration_slope') as slope,
        max(metrics.low) filter (where metric = 'calibration_slope') as slope_low,
        max(metrics.high) filter (where metric = 'calibration_slope') as slope_high,
        max(value) filter (where metric = 'rate') as rate,
        max(value) filter (where metric = 'ks') as ks,
        max(metrics.low) filter (where metric = 'ks') as ks_low,
        max(metrics.high) filter (where metric = 'ks') as ks_high
      from ${of("verdicts")} as verdicts
      join ${of("metrics")} as metrics on metrics.question = verdicts.question
        and metrics.form = verdicts.form and metrics.sample = verdicts.sample
      group by verdicts.question
    ),
    carriers as (
      select question,
        string_agg('scorecard.feature.' || feature, '|' order by place) filter (where place <= 3) as features,
        count(*) as used
      from (
        select question, feature, row_number() over (partition by question order by moves desc, feature) as place
        from ${of("shown_features")}
        where moves > 0
      )
      group by question
    ),
    rivals as (
      select question,
        round(max(value) filter (where metric = 'auc'), 3) as alive_number,
        round(max(value) filter (where metric = 'auc_over_card'), 3) as alive_over_number,
        round(max(low) filter (where metric = 'auc_over_card'), 3) as alive_low_number,
        round(max(high) filter (where metric = 'auc_over_card'), 3) as alive_high_number
      from ${of("metrics")} as metrics
      where form = 'p_alive'
      group by question
    ),
    told as (
      select verdicts.*, null as people,
        '${room}.question.' || verdicts.question as name,
        tops.yes / tops.rows as top_share, lines.rate as all_share, tops.capture as capture_share,
        least(nullif(tops.yes, 0), nullif(tops.rows - tops.yes, 0)) as fewest_top,
        round(verdicts.auc, 3) as auc_number, round(verdicts.low, 3) as auc_low_number, round(verdicts.high, 3) as auc_high_number,
        round(over_baseline, 3) as over_number, round(over_low, 3) as over_low_number, round(over_high, 3) as over_high_number,
        round(apparent, 3) as apparent_number, round(slope, 2) as slope_number, round(slope_low, 2) as slope_low_number,
        round(slope_high, 2) as slope_high_number, ks as ks_share, ks_low as ks_low_share, ks_high as ks_high_share,
        'scorecard.tested.' || coalesce(verdicts.sample, 'not') as tested_labels,
        'scorecard.feature.' || baseline as baseline_labels,
        carriers.features as features_labels, carriers.used,
        alive_number, alive_over_number, alive_low_number, alive_high_number
      from ${of("verdicts")} as verdicts
      left join tops on tops.question = verdicts.question
      left join lines on lines.question = verdicts.question
      left join carriers on carriers.question = verdicts.question
      left join rivals on rivals.question = verdicts.question
    ),
    sentences as (${[
      sentence("usable", 45, "good", "verdict = 'usable' and (over_low > 0 or over_baseline is null)"),
      sentence("no_better", 44, "neutral", "verdict = 'usable' and over_low <= 0"),
      sentence("alive_better", 43, "neutral", "verdict = 'usable' and alive_low_number > 0"),
      sentence(
        "alive_alike",
        24,
        "neutral",
        "verdict = 'usable' and alive_low_number <= 0 and alive_high_number >= 0",
      ),
      sentence("tenth", 40, "neutral", "verdict = 'usable' and fewest_top is not null"),
      sentence("no_signal", 50, "bad", "verdict = 'no_signal'"),
      sentence("too_few", 42, "bad", "verdict = 'too_few'", "rarer"),
      sentence("one_class", 42, "bad", "verdict = 'one_class'"),
      sentence("leak", 48, "bad", `${listed("leak")} is not null`),
      sentence("suspect", 30, "bad", `${listed("suspect")} is not null`),
      sentence("flatters", 20, "neutral", `verdict = 'usable' and gap >= ${FLATTERING}`),
      sentence("carries", 14, "neutral", "verdict = 'usable' and features_labels is not null"),
      sentence("area", 0, "neutral", "verdict in ('usable', 'no_signal') and auc is not null"),
      sentence(
        "calibrated",
        0,
        "neutral",
        "verdict in ('usable', 'no_signal') and slope_low_number <= 1 and slope_high_number >= 1",
      ),
      sentence("too_bold", 22, "bad", "verdict = 'usable' and slope_high_number < 1"),
      sentence("too_timid", 0, "neutral", "verdict = 'usable' and slope_low_number > 1"),
    ].join("\n    union all")}
    )
    select
      message,
      people::bigint as people,
      null::decimal(18, 4) as money,
      null::decimal(18, 4) as low,
      null::decimal(18, 4) as high,
      top_share::decimal(18, 6) as share,
      null::decimal(18, 6) as change,
      name as label,
      tested_from::date as day,
      weight::double as weight,
      direction,
      'page:${room}' as link,
      case when message = 'scorecard.news.tenth' then fewest_top
        when message = 'scorecard.news.too_few' then null
        else nullif(rarer, 0) end::bigint as fewest,
      null::varchar as about,
      null::bigint as records,
      question,
      all_share, capture_share, auc_number, auc_low_number, auc_high_number, over_number, over_low_number,
      over_high_number, apparent_number, slope_number, slope_low_number, slope_high_number, ks_share, ks_low_share,
      ks_high_share, tested_labels, baseline_labels,
      alive_number, alive_over_number, alive_low_number, alive_high_number,
      case message
        when 'scorecard.news.leak' then ${listed("leak").replaceAll("told.", "sentences.")}
        when 'scorecard.news.suspect' then ${listed("suspect").replaceAll("told.", "sentences.")}
        else features_labels end as features_labels
    from sentences`;
}
