import type { Engine, Parameters } from "../engine/engine.js";
import { Attempts, didYouMean, type Problem } from "../error.js";
import { type Contract, required } from "./contract.js";
import { checkExcludes, excludeConditions } from "./exclude.js";
import type { Pipeline } from "./schema.js";
import { stagedColumns, type Vendor } from "./vendor.js";

type Path = readonly PropertyKey[];

/** What a pipeline's sources can be checked against before a file is opened. */
export interface Known {
  readonly engine: Engine;
  readonly pipeline: Pipeline;
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly vendors: ReadonlyMap<string, Vendor>;
  readonly parameters: Parameters;
}

/**
 * Checks the tables, vendors, columns and rules that the sources name, as far as no file need be opened.
 * @throws {CliError} exit 2 with all that is wrong in any source
 */
export async function checkSources(known: Known): Promise<void> {
  const { engine, pipeline, vendors, parameters } = known;
  const attempts = new Attempts();
  for (const [name, { vendor }] of Object.entries(pipeline.sources)) {
    const made = vendors.get(vendor ?? "");
    const staged = made && (await attempts.try(() => stagedColumns(engine, made, parameters)));
    attempts.tell(nameProblems(known, name, staged));
    attempts.tell(lenientProblems(known, name));
    await attempts.try(async () => {
      // An export whose rows no select makes may hold any column: its rules are resolved when its header is read.
      if (staged === undefined || made?.rows === undefined) return checkExcludes(engine, pipeline, name);
      const columns = new Map([...staged].map(([column, type]) => [column, { bound: column, type }]));
      await excludeConditions(engine, pipeline, name, columns);
    });
  }
  attempts.end();
}

/** Columns of the contract that hold the name of a source. */
const SOURCE_NAMES = ["contact_source", "order_source", "invoice_source", "loan_source"];

function nameProblems(
  { pipeline, contracts, vendors }: Known,
  name: string,
  staged: ReadonlyMap<string, string> = new Map(),
): Problem[] {
  const { file, line, sources } = pipeline;
  const { table, vendor, columns, set, lenient, key = [] } = sources[name]!;
  const problems: Problem[] = [];
  /** Looks a word of the source up among those that there are. */
  const know = (code: string, path: Path, word: string, words: Iterable<string>, message: string) => {
    const known = [...words];
    if (known.includes(word)) return;
    const at = line(["sources", name, ...path]);
    const place = { file, ...(at === undefined ? {} : { line: at }) };
    problems.push({ code, ...place, message: `source "${name}": ${message}`, hint: didYouMean(word, known) });
  };
  if (table !== undefined)
    know("CRM-E1205", ["table"], table, contracts.keys(), `there is no table "${table}"`);
  if (vendor !== undefined)
    know("CRM-E1205", ["vendor"], vendor, vendors.keys(), `there is no vendor "${vendor}"`);
  for (const column of SOURCE_NAMES) {
    const other = set[column];
    if (other === undefined) continue;
    const message = `${column} "${other}" is no source of this pipeline`;
    know("CRM-E1005", ["set", column], other, Object.keys(sources), message);
  }
  const contract = contracts.get(table ?? "");
  const known = [...(contract?.columns ?? staged).keys()].filter((column) => column !== "source");
  const what = contract === undefined ? `the export of ${vendor}` : `the table ${table}`;
  const named: [Path, string][] = key.map((column, i) => [["key", i], column]);
  if (contract !== undefined) {
    named.push(...Object.keys(columns).map((column): [Path, string] => [["columns", column], column]));
    named.push(...Object.keys(set).map((column): [Path, string] => [["set", column], column]));
    named.push(...lenient.map((column, i): [Path, string] => [["lenient", i], column]));
  }
  for (const [path, column] of known.length === 0 ? [] : named)
    know("CRM-E1206", path, column, known, `${what} has no column "${column}"`);
  return problems;
}

/** Lenient columns without which a row is none. */
function lenientProblems({ pipeline, contracts }: Known, name: string): Problem[] {
  const { file, line, sources } = pipeline;
  const { table = "", key = [], lenient } = sources[name]!;
  const contract = contracts.get(table);
  if (contract === undefined) return [];
  const keys = [...contract.key, ...key];
  const needed = [...keys, ...required(contract)];
  return lenient.flatMap((column, i) => {
    if (column === "source" || !needed.includes(column)) return [];
    const at = line(["sources", name, "lenient", i]);
    const why = keys.includes(column) ? "is part of the key" : `is needed in every row of ${table}`;
    return {
      code: "CRM-E1211",
      file,
      ...(at === undefined ? {} : { line: at }),
      message: `source "${name}": ${column} ${why} and cannot be lenient`,
      hint: `Take it out of sources.${name}.lenient: a row in which it cannot be read is quarantined.`,
    };
  });
}
