import { quoteName, quoteText } from "../engine/engine.js";
import { UNIT } from "../fit/scorecard/points.js";
import { looked, placed, pointsSum, type Scoring } from "./placed.js";

/** How many reasons are told at most. */
export const REASONS = 4;

/**
 * The select that scores every example by a card: `p`, the chance of a yes; `odds`, its log odds in millionths, and
 * `points`, both sums of whole numbers and so the same in any order; `reason_1` … `reason_4`, the features that raise the
 * chance most above that of the mean of the rows learnt from, with the places of their bins, `bin_1` … `bin_4`, in the card's.
 */
export function scoreSelect(scoring: Scoring): string {
  const { card, points, keys } = scoring;
  const { ctes, items } = placed(scoring);
  const kept = keys.map(quoteName).join(", ");
  const effects = items.map(
    ({ at, effects: own }, k) => `cast(${looked(own.map(whole), at)} as bigint) as e${k}`,
  );
  const odds = [whole(card.intercept), ...items.map((_, k) => `e${k}`)].join(" + ");
  const rounds = Math.min(REASONS, items.length);
  const coded = items.map((_, k) => `case when e${k} > 0 then e${k} * ${SPACE} + ${SPACE - 1 - k} end`);
  return `with ${ctes},
  told as (
    select *${effects.map((effect) => `,\n      ${effect}`).join("")}
    from placed
  ),
  summed as (
    select *,
      ${odds} as odds,
      ${pointsSum(items, points)} as points${coded.map((code, k) => `,\n      ${code} as v${k}`).join("")}
    from told
  )${Array.from({ length: rounds }, (_, r) => ranked(r, items.length)).join("")}
  select ${kept},
    cast(round(1 / (1 + exp(-cast(odds as double) / ${1 / UNIT})), 6) as decimal(9, 6)) as p,
    cast(odds as bigint) as odds,
    cast(points as integer) as points${Array.from({ length: REASONS }, (_, r) => reason(r, rounds, items)).join("")}
  from ${rounds === 0 ? "summed" : `ranked_${rounds}`}`;
}

/** Room for the number of an item beside its effect. */
const SPACE = 1024;

const whole = (effect: number) => Math.round(effect / UNIT) + 0;

function ranked(round: number, items: number): string {
  const below = (k: number) => (round === 0 ? `v${k}` : `case when v${k} < r${round} then v${k} end`);
  const all = Array.from({ length: items }, (_, k) => below(k));
  const most = all.length === 1 ? all[0]! : `greatest(${all.join(", ")})`;
  return `,
  ranked_${round + 1} as (select *, ${most} as r${round + 1} from ${round === 0 ? "summed" : `ranked_${round}`})`;
}

function reason(round: number, rounds: number, items: readonly { feature: string; at: string }[]): string {
  const n = round + 1;
  if (round >= rounds)
    return `,\n    cast(null as varchar) as reason_${n}, cast(null as integer) as bin_${n}`;
  const item = `${SPACE} - r${n} % ${SPACE}`;
  return `,
    [${items.map(({ feature }) => quoteText(feature)).join(", ")}][${item}] as reason_${n},
    cast(case ${item} ${items.map(({ at }, k) => `when ${k + 1} then ${at}`).join(" ")} end as integer) as bin_${n}`;
}
