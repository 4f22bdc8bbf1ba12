import { type Engine, type Parameters, quoteName, quoteTable, quoteText } from "../engine/engine.js";
import { CliError, didYouMean, EXIT } from "../error.js";
import { excludeConditions } from "../pipeline/exclude.js";
import type { Vendor } from "../pipeline/vendor.js";
import { putAside, putExcluded, quarantineDocuments, supersedeDocuments } from "./aside.js";
import type { Ledger } from "./ledger.js";
import type { Opening, Progress } from "./open.js";
import { firstOf, type Part, partOf, partShape } from "./part.js";
import type { StagedSource } from "./stage.js";

/**
 * The parts that a vendor's selects make of its sources' rows. Excluded rows and documents that a later file holds
 * again are put aside before the selects see them; a document with a row that does not fit goes as a whole.
 */
export async function vendorParts(
  opening: Opening,
  vendor: Vendor,
  sources: readonly StagedSource[],
  ledgers: ReadonlyMap<string, Ledger>,
  parameters: Parameters,
  progress: Progress,
): Promise<Part[]> {
  const { engine, contracts } = opening;
  for (const read of sources) {
    const ledger = ledgers.get(read.source.name)!;
    await excludeRows(opening, read, ledger);
    await putMisfits(engine, read, ledger);
    await supersedeDocuments(ledger, read, documentOf(vendor, read));
  }
  await engine.view(`${vendor.name}.export`, {
    sql: await exported(engine, sources, ledgers),
    file: vendor.name,
  });
  const parts: Part[] = [];
  for (const [table, select] of vendor.selects) {
    const contract = contracts.get(table);
    const name = `${vendor.name}.${table}`;
    if (contract === undefined) {
      if (vendor.unread.has(table)) throw unread(select.file, table, [...contracts.keys()]);
      progress(name, await engine.create(name, select, parameters));
      continue;
    }
    await engine.view(name, select, parameters);
    const columns = await engine.columns(name);
    const mapping = new Map(
      [...contract.columns.keys()].filter((column) => columns.has(column)).map((column) => [column, column]),
    );
    for (const read of sources) {
      const input = { columns, mapping };
      const shape = await partShape(opening, read.source, contract, input);
      const part = `part.${read.source.name}__${table}`;
      const own = `(select * from ${quoteTable(name)} where source = ${quoteText(read.source.name)})`;
      await engine.view(part, shape.select(own), parameters);
      parts.push(await partOf(engine, read.source, contract, input, shape, part));
    }
  }
  for (const read of sources) {
    const ledger = ledgers.get(read.source.name)!;
    for (const part of parts) if (part.source === read.source) await putAside(ledger, part);
    await quarantineDocuments(ledger, read, documentOf(vendor, read));
  }
  return parts;
}

function unread(file: string, table: string, known: readonly string[]): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1210",
    file,
    message: `there is no contract table "${table}", and no other select of its folder reads it`,
    hint: didYouMean(table, known),
  });
}

function documentOf(vendor: Vendor, { source }: StagedSource): readonly string[] {
  return source.spec.key ?? vendor.document;
}

async function excludeRows({ engine, pipeline }: Opening, read: StagedSource, ledger: Ledger): Promise<void> {
  const { name, spec } = read.source;
  if (spec.exclude.length === 0) return;
  const columns = [...(await engine.columns(read.table))].filter(([column]) => column !== "_row");
  const known = new Map(columns.map(([column, type]) => [column, { bound: column, type }]));
  const conditions = await excludeConditions(engine, pipeline, name, known);
  const relation = `(select _row, ${firstOf(conditions)} as _excluded from ${quoteTable(read.table)})`;
  await putExcluded(ledger, spec.exclude, relation);
}

/** What a select that shapes rows says of those that it cannot read: `column: reason`, or null. */
const MISFIT = "_misfit";

/** Quarantines the rows of which their own select says that a value cannot be read. */
async function putMisfits(engine: Engine, { source, table }: StagedSource, ledger: Ledger): Promise<void> {
  if (!(await engine.columns(table)).has(MISFIT)) return;
  const column = `split_part(${MISFIT}, ': ', 1)`;
  const headers = [...source.fields].map(
    ([name, field]) => `when ${quoteText(name)} then ${quoteText(field)}`,
  );
  await ledger.put(
    "quarantined",
    `select _row, case ${column} ${headers.join(" ")} end as fault_column,
      substr(${MISFIT}, length(${column}) + 3) as reason
    from ${quoteTable(table)} where ${MISFIT} is not null`,
  );
}

/** The rows of a vendor's sources that are not put aside; every source has the same staged columns. */
async function exported(
  engine: Engine,
  sources: readonly StagedSource[],
  ledgers: ReadonlyMap<string, Ledger>,
): Promise<string> {
  const columns = [...(await engine.columns(sources[0]!.table)).keys()]
    .filter((column) => column !== MISFIT)
    .map((column) => `rows.${quoteName(column)}`)
    .join(", ");
  return sources
    .map(({ source, table }) => {
      const live = ledgers.get(source.name)!.live("rows._row");
      return `select ${quoteText(source.name)} as source, ${columns} from ${quoteTable(table)} as rows ${live}`;
    })
    .join("\nunion all\n");
}
