import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { onTestFinished } from "vitest";
import type { Row } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import { permittedRoots } from "../../src/ingest/files.js";
import { type Ingested, ingest } from "../../src/ingest/ingest.js";
import { readFaults, writeQuarantine } from "../../src/ingest/quarantine.js";
import { contractsOf } from "../../src/pipeline/contract.js";
import { parsePipeline } from "../../src/pipeline/parse.js";
import { findSteps } from "../../src/pipeline/steps.js";
import { PACKAGE } from "../../src/pipeline/trees.js";
import { findVendors } from "../../src/pipeline/vendor.js";
import { loadRoomSettings } from "../../src/rooms/settings.js";
import { type Project, project } from "./project.js";

export interface Read extends Ingested {
  readonly project: Project;
  /** A select over `incoming.<table>`. */
  rows<T extends Row = Row>(sql: string): Promise<T[]>;
  /** The quarantine of a source, row by row. */
  quarantine(source: string): Record<string, string>[];
}

/** The files of the only source of a project, read as a run reads them, without the rooms behind them. */
export async function read(
  spec: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<Read> {
  const made = project({ ...files, "pipeline.yaml": pipelineOf(spec) });
  const pipeline = parsePipeline(made.text("pipeline.yaml"), made.pipeline, await loadRoomSettings());
  const { contracts, vendors } = await ours;
  const world = { environment: {}, cwd: made.folder };
  const scratch = made.path("scratch");
  const engine = await openEngine({ threads: 2, folder: scratch, roots: permittedRoots(pipeline, world) });
  onTestFinished(() => engine.close());
  const opening = { engine, pipeline, world, contracts, vendors, scratch };
  const parameters = { as_of: "2026-06-30", currency: "EUR", time_zone: "Europe/Paris", country: "FR" };
  const ingested = await ingest(opening, parameters, () => undefined);
  const folder = made.path("quarantine");
  for (const source of ingested.staged) {
    await writeQuarantine(engine, source, await readFaults(engine, source), folder);
  }
  return {
    ...ingested,
    project: made,
    rows: (sql) => engine.read(sql),
    quarantine: (source) =>
      existsSync(join(folder, `${source}.csv`))
        ? parse(readFileSync(join(folder, `${source}.csv`)), { columns: true })
        : [],
  };
}

/** How many rows went which way, and whether they add up. */
export function counts({ counts: [count] }: Read): Record<string, number> {
  const { rows_in, kept, superseded, excluded, quarantined } = count!;
  return { rows_in, kept, superseded, excluded, quarantined };
}

function pipelineOf(spec: string): string {
  return `version: 1
as_of: 2026-06-30
currency: EUR
time_zone: Europe/Paris
sources:
  s:
${spec.replace(/^/gm, "    ").trimEnd()}
`;
}

const ours = (async () => {
  const engine = await openEngine({ threads: 1 });
  const steps = await findSteps(engine, [PACKAGE]);
  const found = { contracts: contractsOf(steps), vendors: await findVendors(engine, [PACKAGE]) };
  engine.close();
  return found;
})();
