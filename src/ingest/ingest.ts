import type { Engine, Parameters } from "../engine/engine.js";
import { Attempts } from "../error.js";
import { putAside, supersede } from "./aside.js";
import { type Blanked, blankedWarning, countBlanked, countRows, rowsIn, type SourceCount } from "./count.js";
import { makeIncoming } from "./incoming.js";
import { Ledger } from "./ledger.js";
import { type Opening, type OpenSource, openSource, type Progress } from "./open.js";
import { type Part, type PartInput, type PartShape, partOf, partShape } from "./part.js";
import { type Shape, type StagedFile, type StagedSource, stageSource } from "./stage.js";
import { fingerprint, isUtf8AfterAll, notUtf8 } from "./text.js";
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
  /** What looks odd and stops nothing. */
  readonly warnings: readonly string[];
}

/** How a source's rows come into the engine: all of them, or the first ones for a check. */
type Stage = typeof stageSource;

/** A source that is open, and how its rows become those of a contract table, where it fills just one. */
interface Ready {
  readonly source: OpenSource;
  readonly shape?: PartShape;
}

/**
 * Opens every source and resolves its rules, so that all that is wrong with any of them is said at once.
 * @throws {CliError} with the gravest exit code: 2 before 3 before 4
 */
async function openSources(opening: Opening): Promise<Ready[]> {
  const attempts = new Attempts();
  const ready: Ready[] = [];
  for (const name of Object.keys(opening.pipeline.sources)) {
    await attempts.try(async () => {
      const source = await openSource(opening, name);
      const contract = opening.contracts.get(source.spec.table ?? "");
      ready.push(
        contract === undefined
          ? { source }
          : { source, shape: await partShape(opening, source, contract, inputOf(source)) },
      );
    });
  }
  attempts.end();
  return ready;
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
  const { engine, contracts, vendors } = opening;
  const inputs: Input[] = [];
  const staged: StagedSource[] = [];
  const parts: Part[] = [];
  const ledgers = new Map<string, Ledger>();
  for (const { source, shape } of await openSources(opening)) {
    const { read, sha256 } = await readSource(source, () =>
      stage(engine, source, shaped(engine, source, shape), parameters),
    );
    const ledger = await Ledger.open(engine, source.name);
    staged.push(read);
    ledgers.set(source.name, ledger);
    inputs.push(...read.files.map((file, i) => delivered(source, file, sha256[i]!)));
    if (shape !== undefined) {
      const contract = contracts.get(source.spec.table!)!;
      const part = await partOf(engine, source, contract, inputOf(source), shape, read.table);
      await putAside(ledger, part);
      await supersede(ledger, part, read);
      parts.push(part);
    }
    progress(read.table, rowsIn(read));
  }
  for (const vendor of vendors.values()) {
    const own = staged.filter(({ source }) => source.spec.vendor === vendor.name);
    if (own.length === 0) continue;
    parts.push(...(await vendorParts(opening, vendor, own, ledgers, parameters, progress)));
  }
  const { extras, warnings } = await makeIncoming(engine, contracts, parts, ledgers, progress);
  progress("incoming", parts.length);
  const counts: SourceCount[] = [];
  for (const read of staged) {
    const { name } = read.source;
    const ledger = ledgers.get(name)!;
    const own = parts.filter((part) => part.source === read.source);
    const blanked: Blanked[] = [];
    for (const part of own) blanked.push(...(await countBlanked(engine, part, ledger)));
    counts.push(await countRows(engine, read, own, ledger, blanked));
    warnings.push(...blanked.map((each) => blankedWarning(name, each)));
  }
  progress(
    "ledger",
    counts.reduce((sum, count) => sum + count.rows_in, 0),
  );
  return { inputs, counts, staged, extras, warnings };
}

/** A vendor's own select shapes its rows, a mapping those of any other source. */
function shaped(engine: Engine, { rows }: OpenSource, part: PartShape | undefined): Shape {
  return async (file) => {
    if (part !== undefined) return part.select(`(${file.sql})`);
    if (rows === undefined) return file;
    await engine.view(rows.view, file);
    return rows.select;
  };
}

function inputOf({ columns, mapping, instead }: OpenSource): PartInput {
  return { columns, mapping: mapping ?? new Map(), ...(instead === undefined ? {} : { instead }) };
}

async function readSource(
  source: OpenSource,
  stage: () => Promise<StagedSource>,
): Promise<{ read: StagedSource; sha256: string[] }> {
  const prints = Promise.all(
    source.files.map(async (file) => {
      const { csv } = source.spec;
      const text = file.format !== "parquet" && file.format !== "arrow" && csv.encoding !== "utf-16";
      const { sha256, ascii, notUtf8At } = await reading(file, "text", () => fingerprint(file.path, text));
      const utf8 = csv.encoding === "utf-8" || file.format !== "csv";
      if (utf8 && notUtf8At !== undefined) throw await notUtf8(source.name, file, notUtf8At);
      if (!utf8 && text && notUtf8At === undefined && !ascii) throw isUtf8AfterAll(source.name, file, csv);
      return sha256;
    }),
  );
  const [sha256, read] = await Promise.allSettled([prints, stage()]);
  if (sha256.status === "rejected") throw sha256.reason;
  if (read.status === "rejected") throw read.reason;
  return { read: read.value, sha256: sha256.value };
}

function delivered(source: OpenSource, { file, rows, unread }: StagedFile, sha256: string): Input {
  return { source: source.name, path: file.shown, bytes: file.bytes, sha256, rows_in: rows + unread.length };
}
