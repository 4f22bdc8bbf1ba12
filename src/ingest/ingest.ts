import { type Engine, type Parameters, quoteTable } from "../engine/engine.js";
import { CliError } from "../error.js";
import { putAside, supersede } from "./aside.js";
import { countRows, rowsIn, type SourceCount } from "./count.js";
import { makeIncoming } from "./incoming.js";
import { Ledger } from "./ledger.js";
import { type Opening, type OpenSource, openSource, type Progress } from "./open.js";
import { makePart, type Part } from "./part.js";
import { type StagedFile, type StagedSource, stageSource } from "./stage.js";
import { fingerprint, notUtf8 } from "./text.js";
import { reading } from "./unreadable.js";
import { vendorParts } from "./vendor-parts.js";

/** One delivered file as `run.json` names it. */
export interface Input {
  readonly source: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows_in: number;
}

export interface Ingested {
  readonly inputs: readonly Input[];
  readonly counts: readonly SourceCount[];
  readonly staged: readonly StagedSource[];
  /** Columns beyond the contract, by contract table. */
  readonly extras: ReadonlyMap<string, readonly string[]>;
  /** Tables that only the contract reads; they may go when it stands. */
  readonly parts: readonly string[];
}

/** How a source's rows come into the engine: all of them, or the first ones for a check. */
type Stage = (engine: Engine, source: OpenSource, parameters: Parameters) => Promise<StagedSource>;

/**
 * Opens every source, so that all that is wrong with any of them is said at once.
 * @throws {CliError} with the gravest exit code: 2 before 3 before 4
 */
export async function openSources(opening: Opening): Promise<OpenSource[]> {
  const sources: OpenSource[] = [];
  const errors: CliError[] = [];
  for (const name of Object.keys(opening.pipeline.sources)) {
    try {
      sources.push(await openSource(opening, name));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      errors.push(error);
    }
  }
  if (errors.length > 0) {
    const exit = Math.min(...errors.map((error) => error.exit));
    throw new CliError(
      exit,
      errors.flatMap((error) => error.problems),
    );
  }
  return sources;
}

/**
 * Reads all sources into `incoming.<table>`, one table for each contract, and accounts for every row.
 * @throws {CliError} exit 3 if a file is not what the pipeline says, or a row is neither kept nor accounted for
 */
export async function ingest(
  opening: Opening,
  parameters: Parameters,
  progress: Progress,
  stage: Stage = stageSource,
): Promise<Ingested> {
  const { engine, pipeline, contracts, vendors } = opening;
  const inputs: Input[] = [];
  const staged: StagedSource[] = [];
  const parts: Part[] = [];
  const ledgers = new Map<string, Ledger>();
  for (const source of await openSources(opening)) {
    const { read, sha256 } = await readSource(engine, source, (...given) => stage(...given, parameters));
    const ledger = await Ledger.open(engine, source.name);
    progress(read.table, rowsIn(read));
    staged.push(read);
    ledgers.set(source.name, ledger);
    inputs.push(...read.files.map((file, i) => inputOf(source, file, sha256[i]!)));
    if (source.mapping === null) continue;
    const part = await makePart(
      engine,
      pipeline,
      source,
      contracts.get(source.spec.table!)!,
      {
        from: `(select rowid as _row, * from ${quoteTable(read.table)})`,
        columns: source.columns,
        mapping: source.mapping,
      },
      parameters,
    );
    await putAside(ledger, part);
    await supersede(ledger, part);
    progress(part.table, rowsIn(read));
    parts.push(part);
  }
  for (const vendor of vendors.values()) {
    const own = staged.filter(({ source }) => source.spec.vendor === vendor.name);
    if (own.length === 0) continue;
    parts.push(...(await vendorParts(opening, vendor, own, ledgers, parameters, progress)));
  }
  const extras = await makeIncoming(engine, contracts, parts, ledgers);
  progress("incoming", parts.length);
  const counts: SourceCount[] = [];
  for (const read of staged) {
    const own = parts.filter((part) => part.source === read.source);
    counts.push(await countRows(engine, read, own, ledgers.get(read.source.name)!));
  }
  progress(
    "ledger",
    counts.reduce((sum, count) => sum + count.rows_in, 0),
  );
  return { inputs, counts, staged, extras, parts: [...staged, ...parts].map(({ table }) => table) };
}

async function readSource(
  engine: Engine,
  source: OpenSource,
  stage: (engine: Engine, source: OpenSource) => Promise<StagedSource>,
): Promise<{ read: StagedSource; sha256: string[] }> {
  const prints = Promise.all(
    source.files.map(async (file) => {
      const text = file.format !== "parquet" && file.format !== "arrow";
      const utf8 = text && source.spec.csv.encoding === "utf-8";
      const print = await reading(file, "text", () => fingerprint(file.path, utf8));
      if (print.notUtf8At !== undefined) throw await notUtf8(source.name, file, print.notUtf8At);
      return print.sha256;
    }),
  );
  const [sha256, read] = await Promise.allSettled([prints, stage(engine, source)]);
  if (sha256.status === "rejected") throw sha256.reason;
  if (read.status === "rejected") throw read.reason;
  return { read: read.value, sha256: sha256.value };
}

function inputOf(source: OpenSource, { file, rows, unread }: StagedFile, sha256: string): Input {
  return { source: source.name, path: file.shown, bytes: file.bytes, sha256, rows_in: rows + unread.length };
}
