import type { Effects } from "../effects.js";
import type { Engine } from "../engine/engine.js";
import { openEngine } from "../engine/open.js";
import { CliError, EXIT, type Problem } from "../error.js";
import { permittedRoots } from "../ingest/files.js";
import { stageFirstRows } from "../ingest/first-rows.js";
import { type Ingested, ingest } from "../ingest/ingest.js";
import { placed } from "../pipeline/placed.js";
import { prepare, surroundings } from "../pipeline/prepare.js";
import type { Pipeline } from "../pipeline/schema.js";
import { loadRoomSettings } from "../rooms/settings.js";

/**
 * `crm-analyze check`: the configuration, the selects and rules, the files' headers and first rows. Writes nothing.
 * @throws {CliError} exit 3 if of the first rows of a source more do not fit than its gate lets pass
 */
export async function check(
  file: string,
  flags: { readonly asOf?: string; readonly json?: boolean },
  effects: Effects,
): Promise<void> {
  const prepared = await prepare({
    file,
    now: effects.now(),
    ...(flags.asOf === undefined ? {} : { asOf: flags.asOf }),
  });
  const { pipeline, contracts, vendors, parameters } = prepared;
  permittedRoots(pipeline, effects);
  const engine = await openEngine({ threads: 1 });
  try {
    const opening = { engine, pipeline, world: effects, contracts, vendors };
    const read = await ingest(opening, parameters, () => undefined, stageFirstRows);
    const columns = await columnsOf(engine, contracts.keys(), read);
    for (const [room, { checkColumns }] of await loadRoomSettings())
      await placed(pipeline, [room], () =>
        checkColumns?.(pipeline.settings[room], surroundings(pipeline, prepared.asOf), columns, engine),
      );
    const sources = read.staged.map(({ source }, i) => ({
      source: source.name,
      fills: source.spec.table ?? source.spec.vendor,
      files: source.files.map(({ shown }) => shown),
      columns: Object.fromEntries(
        [...(source.mapping ?? [])].map(([column, name]) => [column, source.fields.get(name)]),
      ),
      first_rows: read.counts[i]!.rows_in,
      fit: read.counts[i]!.rows_in - read.counts[i]!.quarantined,
      faults: read.counts[i]!.tallies.filter(({ disposition }) => disposition === "quarantined"),
      blanked: read.counts[i]!.tallies.filter(({ disposition }) => disposition === "blanked"),
    }));
    const problems = [
      ...prepared.notes.filter(({ passed }) => !passed).map(({ gate, text }) => closed(gate, text)),
      ...sources.flatMap((source) => unfit(pipeline, source)),
    ];
    const result = {
      as_of: prepared.asOf,
      sound: problems.length === 0,
      steps: prepared.steps.length,
      replaced: prepared.replaced,
      notes: prepared.notes.map(({ text }) => text),
      sources,
    };
    effects.print(flags.json ? `${JSON.stringify(result, null, 2)}\n` : text(result));
    if (problems.length > 0) throw new CliError(EXIT.gate, problems);
  } finally {
    engine.close();
  }
}

/** The columns that the exports of each table of the contract have. */
async function columnsOf(engine: Engine, tables: Iterable<string>, { staged }: Ingested) {
  const found = new Map<string, readonly string[]>();
  for (const table of tables) {
    const exported = staged
      .filter(({ source }) => source.spec.table === table)
      .flatMap(({ source }) => [...source.columns.keys()]);
    const known = (await engine.columns(`incoming.${table}`)).keys();
    found.set(table, [...new Set([...known, ...exported])]);
  }
  return (table: string) => found.get(table) ?? [];
}

function closed(gate: string, text: string): Problem {
  return {
    code: "CRM-E3020",
    message: `the gate ${gate} would be closed whatever the exports hold: ${text}`,
  };
}

interface Source {
  readonly source: string;
  readonly fills: string | undefined;
  readonly files: readonly string[];
  readonly first_rows: number;
  readonly fit: number;
  readonly faults: readonly Fault[];
  readonly blanked: readonly Fault[];
}

interface Fault {
  readonly column: string;
  readonly reason: string;
  readonly rows: number;
}

/** The gate that would be closed if all rows of a source were like its first ones. */
function unfit({ file, line, gates }: Pipeline, { source, first_rows, fit, faults }: Source): Problem[] {
  const percent = (100 * (first_rows - fit)) / first_rows;
  if (first_rows === 0 || percent <= gates.rejects_max_pct) return [];
  const [worst] = [...faults].sort((a, b) => b.rows - a.rows);
  const at = line(["sources", source]);
  return [
    {
      code: "CRM-E3020",
      file,
      ...(at === undefined ? {} : { line: at }),
      message: `the gate rejects.${source} would be closed: ${first_rows - fit} of the first ${first_rows} rows do not fit, mostly ${told(worst!)}`,
      hint: `At most ${gates.rejects_max_pct} percent may not. Does sources.${source} say how its values are written: csv.dates, csv.decimal, columns?`,
    },
  ];
}

interface Result {
  readonly as_of: string;
  readonly sound: boolean;
  readonly steps: number;
  readonly replaced: readonly string[];
  readonly notes: readonly string[];
  readonly sources: readonly Source[];
}

function text({ as_of, sound, steps, replaced, notes, sources }: Result): string {
  const verdict = sound ? "The pipeline is sound" : "The pipeline reads, but would not be published";
  const lines = [
    `${verdict}: ${steps} tables, as of ${as_of}.`,
    ...sources.flatMap(({ source, fills, files, first_rows, fit, faults, blanked }) => [
      `  ${source} → ${fills}: ${files.join(", ")} (${fit} of the first ${first_rows} rows fit)`,
      ...faults.map((fault) => `    ${fault.rows} do not: ${told(fault)}`),
      ...blanked.map((fault) => `    ${fault.rows} fit with a value left empty: ${told(fault)}`),
    ]),
    ...replaced.map((file) => `  ${file} stands in place of ours`),
    ...notes.map((note) => `  note: ${note}`),
  ];
  return `${lines.join("\n")}\n`;
}

function told({ column, reason }: Fault): string {
  return column === "" ? reason : `${column}: ${reason}`;
}
