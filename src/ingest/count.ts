import { type Engine, quoteTable } from "../engine/engine.js";
import { CliError, EXIT } from "../error.js";
import type { Ledger, Tally } from "./ledger.js";
import { blankedName, type Part } from "./part.js";
import type { StagedSource } from "./stage.js";

/** What became of a source's rows. `rows_in` is the reader's count; `kept` is counted in what the contract takes. */
export interface SourceCount {
  readonly source: string;
  readonly files: number;
  readonly rows_in: number;
  readonly kept: number;
  readonly superseded: number;
  readonly excluded: number;
  readonly quarantined: number;
  readonly tallies: readonly Tally[];
}

/** Kept rows of which the value of a contract column could not be read and counts as empty. */
export interface Blanked {
  readonly column: string;
  readonly tally: Tally;
}

/** Rows that the reader met in a source's files, whether it could take them or not. */
export function rowsIn(read: StagedSource): number {
  return read.files.reduce((sum, { rows, unread }) => sum + rows + unread.length, 0);
}

/**
 * Counts a source's rows by where they went; what was blanked is told beside them.
 * @throws {CliError} exit 3 unless rows in = kept + superseded + excluded + quarantined
 */
export async function countRows(
  engine: Engine,
  read: StagedSource,
  parts: readonly Part[],
  ledger: Ledger,
  blanked: readonly Blanked[],
): Promise<SourceCount> {
  const rows = parts.map(
    (part) => `select _row from ${quoteTable(part.table)} as part ${ledger.live("part._row")}`,
  );
  const last = read.files.reduce((sum, { rows: n }) => sum + n, 0) - 1;
  const counted =
    read.source.mapping === null && last >= 0
      ? `coalesce(bit_count(bitstring_agg(_row, 0, ${last})), 0)`
      : "count(*)";
  const [kept] = await engine.read<{ n: number }>(
    `select ${counted} as n from (${rows.join(" union all ")})`,
  );
  const tallies = [...(await ledger.tallies()), ...unread(read), ...blanked.map(({ tally }) => tally)];
  const sum = (disposition: Tally["disposition"]) =>
    tallies.filter((tally) => tally.disposition === disposition).reduce((total, { rows: n }) => total + n, 0);
  const count = {
    source: read.source.name,
    files: read.files.length,
    rows_in: rowsIn(read),
    kept: kept!.n,
    superseded: sum("superseded"),
    excluded: sum("excluded"),
    quarantined: sum("quarantined"),
    tallies,
  };
  const lost = count.rows_in - count.kept - count.superseded - count.excluded - count.quarantined;
  if (lost !== 0) {
    throw new CliError(EXIT.gate, {
      code: "CRM-E3010",
      message: `source "${count.source}": ${Math.abs(lost)} rows are ${lost > 0 ? "lost" : "counted twice"}`,
      hint:
        read.source.mapping === null
          ? `Every row of the export must reach a table through a select of sql/sources/${read.source.spec.vendor}, or be excluded.`
          : "This is a fault of the program; please report it.",
    });
  }
  return count;
}

/** Counts the values of a part's lenient columns that could not be read, in the rows that are kept. */
export async function countBlanked(engine: Engine, part: Part, ledger: Ledger): Promise<Blanked[]> {
  if (part.lenient.length === 0) return [];
  const list = part.lenient.map(
    ({ column }, i) => `count(*) filter (where ${blankedName(column)}) as n_${i}`,
  );
  const [row] = await engine.read<Record<string, number>>(
    `select ${list.join(", ")} from ${quoteTable(part.table)} as part ${ledger.live("part._row")}`,
  );
  return part.lenient.flatMap(({ column, field, reason }, i) => {
    const rows = row![`n_${i}`]!;
    return rows === 0 ? [] : { column, tally: { disposition: "blanked", column: field, reason, rows } };
  });
}

/** What a run says of values that were blanked. */
export function blankedWarning(source: string, { column, tally: { rows } }: Blanked): string {
  const [values, count] = rows === 1 ? ["value", "counts"] : ["values", "count"];
  return `${rows} ${values} of ${column} of source "${source}" could not be used and ${count} as empty`;
}

function unread(read: StagedSource): Tally[] {
  const reasons = new Map<string, number>();
  for (const { reason } of read.files.flatMap((file) => file.unread))
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return [...reasons]
    .sort()
    .map(([reason, rows]) => ({ disposition: "quarantined", column: "", reason, rows }));
}
