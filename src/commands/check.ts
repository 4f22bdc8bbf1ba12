import type { Effects } from "../effects.js";
import { openEngine } from "../engine/open.js";
import { permittedRoots } from "../ingest/files.js";
import { stageFirstRows } from "../ingest/first-rows.js";
import { ingest } from "../ingest/ingest.js";
import { prepare } from "../pipeline/prepare.js";

/** `crm-analyze check`: the configuration, the selects and rules, the files' headers and first rows. Writes nothing. */
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
    const sources = read.staged.map(({ source }, i) => ({
      source: source.name,
      fills: source.spec.table ?? source.spec.vendor,
      files: source.files.map(({ shown }) => shown),
      columns: Object.fromEntries(
        [...(source.mapping ?? [])].map(([column, name]) => [column, source.fields.get(name)]),
      ),
      first_rows: read.counts[i]!.rows_in,
      faults: read.counts[i]!.tallies.filter(({ disposition }) => disposition === "quarantined"),
    }));
    const replaced = prepared.steps.filter(({ replaces }) => replaces).map((step) => step.file);
    const result = {
      as_of: prepared.asOf,
      steps: prepared.steps.length,
      replaced,
      notes: prepared.notes,
      sources,
    };
    effects.print(flags.json ? `${JSON.stringify(result, null, 2)}\n` : text(result));
  } finally {
    engine.close();
  }
}

interface Result {
  readonly as_of: string;
  readonly steps: number;
  readonly replaced: readonly string[];
  readonly notes: readonly string[];
  readonly sources: readonly {
    readonly source: string;
    readonly fills: string | undefined;
    readonly files: readonly string[];
    readonly first_rows: number;
    readonly faults: readonly { readonly column: string; readonly reason: string; readonly rows: number }[];
  }[];
}

function text(result: Result): string {
  const lines = [
    `The pipeline is sound: ${result.steps} tables, as of ${result.as_of}.`,
    ...result.sources.flatMap(({ source, fills, files, first_rows, faults }) => [
      `  ${source} → ${fills}: ${files.join(", ")} (first ${first_rows} rows)`,
      ...faults.map(
        ({ column, reason, rows }) =>
          `    ${rows} do not fit: ${column === "" ? "" : `${column}: `}${reason}`,
      ),
    ]),
    ...result.replaced.map((file) => `  ${file} stands in place of ours`),
    ...result.notes.map((note) => `  note: ${note}`),
  ];
  return `${lines.join("\n")}\n`;
}
