import { type Engine, quoteTable } from "../engine/engine.js";
import type { SourceCount } from "../ingest/count.js";
import type { Prepared } from "../pipeline/prepare.js";
import { roomOf } from "../pipeline/steps.js";

/** A condition on a run: passed where the value is at most the threshold; one without a threshold only tells. */
export interface Gate {
  readonly gate: string;
  readonly value: number;
  readonly threshold: number | null;
  readonly meaning: string;
  readonly passed: boolean;
}

/** All gates of a run: rejects by source, what the rooms' `gates` tables say, and keys, which may only follow from these. */
export async function checkGates(
  engine: Engine,
  prepared: Prepared,
  counts: readonly SourceCount[],
): Promise<Gate[]> {
  const { gates } = prepared.pipeline;
  const found: Omit<Gate, "passed">[] = counts.map((count) => ({
    gate: `rejects.${count.source}`,
    value: percent(count.quarantined, count.rows_in),
    threshold: gates.rejects_max_pct,
    meaning: `percent of the rows of source "${count.source}" that were quarantined`,
  }));
  const [customers] = await engine.read<{ n: number }>("select count(*) as n from crm.customers");
  found.push({
    gate: "min_customers",
    value: -customers!.n,
    threshold: -gates.min_customers,
    meaning: `customers, counted below zero: at least ${gates.min_customers} are wanted`,
  });
  for (const step of prepared.steps) {
    if (!step.table.endsWith(".gates")) continue;
    const rows = await engine.read<Omit<Gate, "passed">>(
      `select gate, value, threshold, meaning from ${quoteTable(step.table)} order by gate`,
    );
    found.push(...rows.map((row) => ({ ...row, gate: `${roomOf(step.table)}.${row.gate}` })));
  }
  for (const step of prepared.steps) {
    if (step.key.length > 0 && !step.working) found.push(await keyGate(engine, step.table, step.key));
  }
  return found.map((gate) => ({ ...gate, passed: gate.threshold === null || gate.value <= gate.threshold }));
}

async function keyGate(engine: Engine, table: string, key: readonly string[]): Promise<Omit<Gate, "passed">> {
  return {
    gate: `keys.${table.replace(/^crm\./, "")}`,
    value: await engine.repeated(table, key),
    threshold: 0,
    meaning: `rows with a key (${key.join(", ")}) that stands before in ${table}`,
  };
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}
