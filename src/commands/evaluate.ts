import { join, resolve } from "node:path";
import type { Effects } from "../effects.js";
import type { Engine, Row } from "../engine/engine.js";
import { CliError, EXIT } from "../error.js";
import { checkLabels, loadLabels } from "./labels.js";
import { overTables } from "./tables.js";

export interface EvaluateFlags {
  readonly labels: string;
  readonly out: string;
  readonly json?: boolean;
}

/**
 * `crm-analyze evaluate [RUN] --labels FILE`: how far a run's customers agree with labels. A record without a label is
 * left out; a label without a record counts as missed: it stands alone, and its entity is none of the run's clusters.
 * @throws {CliError} exit 2 if there is no run, or the labels are not what they should be
 */
export async function evaluate(
  run: string | undefined,
  flags: EvaluateFlags,
  effects: Effects,
): Promise<void> {
  const folder = run ?? join(flags.out, "current");
  await overTables(folder, effects, async ({ engine }) => {
    if (!(await engine.tables()).includes("identity.members")) {
      throw new CliError(EXIT.usage, {
        code: "CRM-E1021",
        file: folder,
        message: "the run has no table identity.members",
        hint: "Name a run of a pipeline with the room identity.",
      });
    }
    await loadLabels(engine, resolve(effects.cwd, flags.labels), flags.labels);
    await checkLabels(engine, flags.labels);
    const agreement = await agreementOf(engine, flags.labels);
    effects.print(
      flags.json
        ? `${JSON.stringify({ run: folder, labels: flags.labels, ...agreement }, null, 2)}\n`
        : `Run ${folder} against ${flags.labels}:\n${text(agreement)}`,
    );
  });
}

/** Null where there is nothing to divide by. */
interface Measure {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

interface Pairs extends Measure {
  /** Pairs that are of one cluster and one entity; of one cluster; of one entity. */
  readonly shared: number;
  readonly found: number;
  readonly wanted: number;
}

interface Agreement {
  /** Records of the run with and without a label; labels without a record of the run. */
  readonly records: { readonly labelled: number; readonly unlabelled: number; readonly missed: number };
  /** Customers of the run with a labelled record; those whose labelled records are just an entity; records of the largest. */
  readonly clusters: { readonly count: number; readonly exact: number; readonly largest: number };
  readonly entities: number;
  readonly pairwise: Pairs;
  /** Pairs of records of two sources; null where there is only one. */
  readonly cross_source: Pairs | null;
  readonly b3: Measure;
  readonly exact: Omit<Measure, "f1">;
}

/**
 * The figures' only select. With `n` records of one cluster, entity and source, every sum over pairs is one over rows:
 * a record of a cluster of a makes a pair with a - 1 others. Quotients are rounded to 1e-12 and summed as decimals, so
 * that the order of the rows does not matter.
 */
const AGREEMENT = `-- One row: how far customers and entities agree.
with

sources as (
    select record_id, min(source) as source
    from identity.members
    group by record_id
),

labelled as (
    select distinct
        coalesce(labels.source, sources.source) as source,
        labels.record_id,
        labels.entity_id
    from labels.records as labels
    left join sources on sources.record_id = labels.record_id
),

judged as (
    select
        labelled.entity_id as entity,
        members.customer_id is not null as present,
        coalesce(
            members.customer_id,
            concat_ws(chr(31), '', labelled.source, labelled.record_id)
        ) as cluster,
        coalesce(labelled.source, '') as source
    from labelled
    left join identity.members as members
        on members.record_id = labelled.record_id
        and members.source = labelled.source
),

cells as (
    select cluster, entity, source, present, count(*) as n
    from judged
    group by cluster, entity, source, present
),

sized as (
    select
        *,
        sum(n) over (partition by cluster, entity) as of_both,
        sum(n) over (partition by cluster) as of_cluster,
        sum(n) over (partition by entity) as of_entity,
        sum(n) over (partition by cluster, source) as of_cluster_here,
        sum(n) over (partition by entity, source) as of_entity_here
    from cells
),

sums as (
    select
        coalesce(sum(n) filter (where present), 0) as labelled,
        coalesce(sum(n) filter (where not present), 0) as missed,
        count(distinct cluster) filter (where present) as clusters,
        count(distinct entity) as entities,
        count(distinct cluster) filter (
            where present and of_both = of_cluster and of_both = of_entity
        ) as exact,
        max(of_cluster) filter (where present) as largest,
        count(distinct source) filter (where source <> '') as sources,
        sum(n * (of_both - 1)) / 2 as shared,
        sum(n * (of_cluster - 1)) / 2 as found,
        sum(n * (of_entity - 1)) / 2 as wanted,
        sum(n * (of_both - n)) / 2 as cross_shared,
        sum(n * (of_cluster - of_cluster_here)) / 2 as cross_found,
        sum(n * (of_entity - of_entity_here)) / 2 as cross_wanted,
        sum(cast(n * of_both / of_cluster as decimal(38, 12)))
            / sum(n) as b3_precision,
        sum(cast(n * of_both / of_entity as decimal(38, 12)))
            / sum(n) as b3_recall
    from sized
)

select
    *,
    (select count(*) from identity.members) - labelled as unlabelled,
    shared / nullif(found, 0) as precision,
    shared / nullif(wanted, 0) as recall,
    2 * shared / nullif(found + wanted, 0) as f1,
    cross_shared / nullif(cross_found, 0) as cross_precision,
    cross_shared / nullif(cross_wanted, 0) as cross_recall,
    2 * cross_shared / nullif(cross_found + cross_wanted, 0) as cross_f1,
    2 * b3_precision * b3_recall / (b3_precision + b3_recall) as b3_f1,
    exact / nullif(clusters, 0) as exact_precision,
    exact / entities as exact_recall
from sums`;

async function agreementOf(engine: Engine, labels: string): Promise<Agreement> {
  const [row] = await engine.read<Row & Readonly<Record<string, number>>>({
    sql: AGREEMENT,
    file: "evaluate",
  });
  const of = (name: string) => row![name]!;
  if (of("labelled") === 0) {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1022",
      file: labels,
      message: "none of the labels is of a record of the run",
      hint: 'See crm-analyze sql "select source, record_id from identity.members limit 10"',
    });
  }
  const measure = (prefix: string) => ({
    precision: of(`${prefix}precision`),
    recall: of(`${prefix}recall`),
    f1: of(`${prefix}f1`),
  });
  const pairs = (prefix: string) => ({
    ...measure(prefix),
    shared: of(`${prefix}shared`),
    found: of(`${prefix}found`),
    wanted: of(`${prefix}wanted`),
  });
  return {
    records: { labelled: of("labelled"), unlabelled: of("unlabelled"), missed: of("missed") },
    clusters: { count: of("clusters"), exact: of("exact"), largest: of("largest") },
    entities: of("entities"),
    pairwise: pairs(""),
    cross_source: of("sources") > 1 ? pairs("cross_") : null,
    b3: measure("b3_"),
    exact: { precision: of("exact_precision"), recall: of("exact_recall") },
  };
}

function text({ records, clusters, entities, pairwise, cross_source, b3, exact }: Agreement): string {
  const counts: [string, number, string?][] = [
    ["records with a label", records.labelled],
    ["records without a label", records.unlabelled, "left out"],
    ["labels without a record", records.missed, "missed: each stands alone"],
    ["customers", clusters.count],
    ["entities", entities],
    ["customers that are just an entity", clusters.exact],
    ["records of the largest customer", clusters.largest],
  ];
  const measures: [string, Partial<Measure>][] = [
    ["pairs", pairwise],
    ...(cross_source === null ? [] : [["  across sources", cross_source] as [string, Measure]]),
    ["b-cubed", b3],
    ["exact customers", exact],
  ];
  const lines = [
    ...counts.map(([what, number, note = ""]) => [what.padEnd(33), String(number).padStart(9), note]),
    [],
    ["".padEnd(16), "precision", "   recall", "       f1"],
    ...measures.map(([what, { precision, recall, f1 }]) => [
      what.padEnd(16),
      ...[precision, recall, f1].map((value) => figure(value).padStart(9)),
    ]),
  ];
  return lines.map((line) => `${["", ...line].join("  ").trimEnd()}\n`).join("");
}

function figure(value: number | null | undefined): string {
  return value === undefined ? "" : value === null ? "–" : value.toFixed(4);
}
