import type { Engine, Parameters } from "../../engine/engine.js";
import { chosen, type Question } from "../../identity/questions.js";
import { type Seam, seamsOf, type Tie } from "../../identity/ties.js";

export const grain = "One row per pair of records that is most worth a person's minute.";
export const key = ["source", "record_id", "other_source", "other_record_id"];
export const reads = [
  "identity.apart",
  "identity.clusters",
  "identity.constraints",
  "identity.copies",
  "identity.owners",
  "identity.records",
  "identity.scores",
  "identity.thresholds",
  "settings.identity_unique_sources",
  "crm.sales",
];

const file = "src/rooms/identity/review.ts";

/** Below this loss nobody's minute is well spent. */
const LEAST = 0.05;
/** A decision counts at most this much, so that a high threshold does not make everything else look settled. */
const MOST = 2;
/** What stands to be lost is looked up only for so many of each kind. */
const DOUBTED = 20_000;
/** So many of each kind are looked into for one question that is asked. */
const LOOKED_INTO = 20;
/** Customers of more records than this are a matter for the rules, not for one pair. */
const LARGE = 100;
/**
 * Makes `identity.review`: pairs that nobody has decided upon, at most one of two customers, one of the records of one
 * customer, and two that concern the same customer.
 *
 *     priority = loss × (1 + log10(1 + stake))
 *
 * `stake` is what both customers have bought, less returns, up to the day; where nobody bought anything, the number of
 * their records. `loss` is what is to be expected from leaving the pair as it is, if a false join costs as much more
 * than a missed one as the threshold t says: (1 − e) / (1 − t) where the two are joined, e / t where they are apart; so
 * it is 1 at the threshold, and at most 2. `e` is the mean of the pair's own probability and of that of all pairs
 * between the two customers, or between the two sides of the one that the pair holds together; pairs that were not
 * compared count as 0. A tie that is nearly certain by itself is asked about only where it is the only one of its sides.
 * The reasons: `cut`, alike enough to be joined, but apart because of their other records; `bridge`, the only tie of two
 * sides of a customer of several records; `near_threshold`, all others. A fifth of the questions is kept for each reason,
 * as far as there are so many.
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const pairs = parameters.identity_review_pairs as number;
  const [row] = await engine.read<{ threshold: number }>("select threshold from identity.thresholds");
  const threshold = row?.threshold ?? 1;
  await engine.work("identity.ties", { file, sql: ties(pairs > 0 ? LEAST * threshold : 2) });
  await engine.work("identity.doubts", { file, sql: doubts(threshold) });
  await engine.work("identity.stakes", { file, sql: STAKES }, parameters);
  await engine.work("identity.asked", { file, sql: asked(pairs * LOOKED_INTO) });
  const questions = chosen([...(await apart(engine)), ...(await joined(engine, threshold))], pairs);
  await engine.load(
    "identity.questions",
    { low: "bigint", high: "bigint", one: "bigint", other: "bigint", reason: "varchar", priority: "double" },
    questions.map(({ low, high, one, other, reason, priority }) => [
      ...[low, high, one, other].map(BigInt),
      reason,
      priority,
    ]),
  );
  const rows = await engine.create(table, { file, sql: REVIEW }, {}, key);
  for (const name of ["ties", "doubts", "stakes", "asked", "questions"])
    await engine.drop(`identity.${name}`);
  return rows;
}

/** Pairs that are not quite out of the question, and the clusters of their records. Further copies are not asked about. */
const ties = (least: number) => `with compared as (
    select low, high, weight, probability
    from identity.scores as scores
    anti join identity.apart as apart on apart.low = scores.low and apart.high = scores.high
    anti join identity.copies as copies on copies.record = scores.high
    where probability >= ${least}
  )
  select compared.*,
    coalesce(l.cluster, compared.low) as one,
    coalesce(r.cluster, compared.high) as other
  from compared
  left join identity.clusters as l on l.record = compared.low
  left join identity.clusters as r on r.record = compared.high`;

/**
 * Two customers each with the pair that speaks most for their being one; and customers whose weakest link is doubtful, or
 * that have too few links for every two of their records to be tied in two ways.
 */
const doubts = (threshold: number) => `with sizes as (
    select clusters.cluster, count(*) as records
    from identity.clusters as clusters
    anti join identity.copies as copies on copies.record = clusters.record
    group by clusters.cluster
  ),
  decided as (
    select distinct
      least(coalesce(l.cluster, constraints.low), coalesce(r.cluster, constraints.high)) as one,
      greatest(coalesce(l.cluster, constraints.low), coalesce(r.cluster, constraints.high)) as other
    from identity.constraints as constraints
    left join identity.clusters as l on l.record = constraints.low
    left join identity.clusters as r on r.record = constraints.high
  ),
  strongest as (
    select low, high, weight, probability, least(one, other) as one, greatest(one, other) as other,
      sum(probability::decimal(18, 6)) over (partition by least(one, other), greatest(one, other))::double as sum
    from identity.ties
    where one <> other
    qualify row_number() over (
      partition by least(one, other), greatest(one, other) order by weight desc, low, high
    ) = 1
  ),
  apart as (
    select strongest.low, strongest.high, weight, probability, strongest.one, strongest.other,
      case when probability >= ${threshold} then 'cut' else 'near_threshold' end as kind,
      round(least(
        (probability + sum / (coalesce(l.records, 1) * coalesce(r.records, 1))) / 2 / ${threshold}, ${MOST}
      ), 6) as loss,
      coalesce(l.records, 1) + coalesce(r.records, 1) as records
    from strongest
    anti join decided on decided.one = strongest.one and decided.other = strongest.other
    left join sizes as l on l.cluster = strongest.one
    left join sizes as r on r.cluster = strongest.other
  ),
  linked as (
    select one, min(probability) as weakest, count(*) as links
    from identity.ties where one = other and probability >= ${threshold} group by one
  ),
  joined as (
    select null::bigint as low, null::bigint as high, null::double as weight, null::double as probability,
      linked.one, linked.one as other, 'joined' as kind,
      round(least(greatest(
        1 - weakest,
        case when links <= (records - 1) * (records - 2) / 2 + 1
          then (1 - links / (records * (records - 1) / 2)) / 2 else 0 end
      ) / (1 - ${threshold}), ${MOST}), 6) as loss,
      sizes.records
    from linked join sizes on sizes.cluster = linked.one
    where sizes.records between 2 and ${LARGE}
  )
  select * from (select * from apart union all select * from joined) as both_kinds
  where loss >= ${LEAST}
  qualify row_number() over (partition by kind order by loss desc, one, other) <= ${DOUBTED}`;

/** What the customers of the doubts have bought. */
const STAKES = `with concerned as (
    select one as cluster from identity.doubts union select other from identity.doubts
  ),
  owned as (
    select concerned.cluster, owners.customer_id
    from concerned join identity.owners as owners on owners.cluster = concerned.cluster
  )
  select owned.cluster, cast(sum(sales.amount) as decimal(18, 4)) as amount
  from crm.sales as sales join owned on owned.customer_id = sales.customer_id
  where sales.day <= $as_of::date
  group by owned.cluster`;

/** The doubts with the highest priority so far: that of a customer's own links is not known before they are looked into. */
const asked = (most: number) => `with worth as (
    select doubts.*,
      coalesce(l.amount, 0) + case when doubts.one <> doubts.other then coalesce(r.amount, 0) else 0 end as at_stake
    from identity.doubts as doubts
    left join identity.stakes as l on l.cluster = doubts.one
    left join identity.stakes as r on r.cluster = doubts.other
  ),
  weighed as (
    select *,
      1 + log10(1 + case
        when (select count(*) from identity.stakes) > 0 then greatest(at_stake, 0)::double else records
      end) as factor
    from worth
  ),
  single as (
    select coalesce(clusters.cluster, records.record) as cluster, records.source
    from identity.records as records
    join settings.identity_unique_sources as uniques on uniques.source = records.source
    left join identity.clusters as clusters on clusters.record = records.record
  ),
  settled as (
    select distinct weighed.one, weighed.other
    from weighed
    join single as l on l.cluster = weighed.one
    join single as r on r.cluster = weighed.other and r.source = l.source
    where weighed.one <> weighed.other
  )
  select weighed.* from weighed
  anti join settled on settled.one = weighed.one and settled.other = weighed.other
  qualify row_number() over (partition by kind order by loss * factor desc, one, other) <= ${most}`;

/** Pairs of two customers. */
function apart(engine: Engine): Promise<Question[]> {
  return engine.read<Question & Record<string, unknown>>(
    `select low, high, asked.weight, probability, one, other, loss * factor as priority, kind as reason
    from identity.asked as asked
    where low is not null order by low, high`,
    {},
    DOUBTED,
  );
}

/** Of each customer that is looked into the seam that may most likely be wrong. */
async function joined(engine: Engine, threshold: number): Promise<Question[]> {
  const rows = await engine.read<Tie & Record<string, unknown> & { one: number; factor: number }>(
    `select ties.low, ties.high, ties.weight, ties.probability, ties.one, asked.factor
    from identity.asked as asked
    join identity.ties as ties on ties.one = asked.one and ties.other = asked.one
    where asked.low is null order by ties.one, ties.low, ties.high`,
    {},
    DOUBTED * LARGE,
  );
  const decided = await engine.read<{ one: number; low: number; high: number }>(
    `select asked.one, constraints.low, constraints.high
    from identity.constraints as constraints
    join identity.clusters as clusters on clusters.record = constraints.low
    join identity.asked as asked on asked.one = clusters.cluster and asked.low is null
    where constraints.kind = 'must_link' order by constraints.low, constraints.high`,
    {},
    DOUBTED * LARGE,
  );
  const customers = byCustomer(rows);
  const together = byCustomer(decided);
  return [...customers].flatMap(([one, ties]) => {
    const pairs = (together.get(one) ?? []).map(({ low, high }): [number, number] => [low, high]);
    const cost = (evidence: number) => (1 - evidence) / (1 - threshold);
    const loss = ({ probability, across }: Seam) => Math.min(cost((probability + across) / 2), MOST);
    const [first] = seamsOf(ties, pairs, threshold)
      .filter(({ probability, only }) => only || cost(probability) >= LEAST)
      .sort((a, b) => loss(b) - loss(a) || a.low - b.low || a.high - b.high);
    if (first === undefined || loss(first) < LEAST) return [];
    const bridge = first.only && first.sides[0] + first.sides[1] > 2;
    const reason = bridge ? "bridge" : "near_threshold";
    return [{ ...first, one, other: one, reason, priority: loss(first) * ties[0]!.factor }];
  });
}

function byCustomer<T extends { readonly one: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const there = groups.get(row.one);
    if (there === undefined) groups.set(row.one, [row]);
    else there.push(row);
  }
  return groups;
}

const REVIEW = `select l.source, l.record_id, r.source as other_source, r.record_id as other_record_id,
    questions.reason, scores.weight, scores.probability, questions.one = questions.other as joined,
    asked.at_stake, asked.records::bigint as records, questions.priority, scores.pattern, scores.rarity
  from identity.questions as questions
  join identity.scores as scores on scores.low = questions.low and scores.high = questions.high
  join identity.asked as asked on asked.one = questions.one and asked.other = questions.other
  join identity.records as l on l.record = questions.low
  join identity.records as r on r.record = questions.high`;
