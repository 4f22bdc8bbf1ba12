import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Engine, Select } from "../engine/engine.js";
import { CliError, EXIT, type Problem } from "../error.js";
import { type Contract, required } from "../pipeline/contract.js";
import type { CsvSpec, Pipeline, SourceSpec } from "../pipeline/schema.js";
import type { Vendor } from "../pipeline/vendor.js";
import { arrowFields } from "./arrow.js";
import type { Reading } from "./cast.js";
import { findFiles, type InputFile, type World } from "./files.js";
import { ambiguous, columnHint, findColumn, type Header, header, readHeader } from "./header.js";
import {
  beginning,
  fingerprint,
  isUtf8AfterAll,
  needsTranscoding,
  notUtf8,
  transcode,
  wasUtf8,
} from "./text.js";
import { reading } from "./unreadable.js";

/** A file whose header has been read. `readable` is what the engine reads: the file, or its UTF-8 copy. */
export interface OpenFile extends InputFile {
  readonly header: Header;
  readonly types: readonly string[];
  readonly readable: string;
}

/** A source whose files are there, with the columns that will be read and what they are for. */
export interface OpenSource {
  readonly name: string;
  readonly spec: SourceSpec;
  readonly csv: Reading;
  readonly files: readonly OpenFile[];
  /** Columns to stage, by name, with the type they are read with. */
  readonly columns: ReadonlyMap<string, string>;
  /** What shapes the rows of the file on their way into the staged table, and the view in which it finds them. */
  readonly rows?: { readonly select: Select; readonly view: string };
  /** The header that a column's name stands for, for messages. */
  readonly fields: ReadonlyMap<string, string>;
  /** Contract column → staged column, where one table is filled; null where a vendor's selects fill several. */
  readonly mapping: ReadonlyMap<string, string> | null;
  /** Contract column → staged columns that stand for the one of the mapping, in this order, where it is empty. */
  readonly instead?: ReadonlyMap<string, readonly string[]>;
}

/** Told of each table as it stands. */
export type Progress = (table: string, rows: number) => void;

export interface Opening {
  readonly engine: Engine;
  readonly pipeline: Pipeline;
  readonly world: World;
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly vendors: ReadonlyMap<string, Vendor>;
  /** Folder for UTF-8 copies; none are made without it, and only the first rows are looked at. */
  readonly scratch?: string;
}

/**
 * Finds a source's files, reads their headers and binds the mapping to them.
 * @throws {CliError} exit 2, 3 or 4, with all problems of the source
 */
export async function openSource(opening: Opening, name: string): Promise<OpenSource> {
  const { pipeline, contracts, vendors } = opening;
  const spec = pipeline.sources[name]!;
  const files: OpenFile[] = [];
  for (const file of findFiles(pipeline, name, opening.world))
    files.push(await openFile(opening, name, file));
  const columns = new Map<string, string>();
  const fields = new Map<string, string>();
  for (const file of files) {
    file.header.names.forEach((column, i) => {
      const type = file.types[i]!;
      columns.set(column, (columns.get(column) ?? type) === type ? type : "VARCHAR");
      fields.set(column, file.header.fields[i]!);
    });
  }
  const source = { name, spec, csv: readingOf(pipeline, spec, files[0]!), files, fields };
  if (spec.vendor !== undefined) {
    const vendor = vendors.get(spec.vendor)!;
    const rows =
      vendor.rows === undefined ? {} : { rows: { select: vendor.rows, view: `${vendor.name}.file` } };
    const wanted = vendorColumns(vendor, columns, files);
    if (vendor.rows === undefined) {
      for (const [column, type] of columns) if (namedByRule(spec, column)) wanted.set(column, type);
    }
    return { ...source, ...rows, columns: wanted, mapping: null };
  }
  const { mapping, instead } = bindColumns(opening, name, contracts.get(spec.table!)!, columns, files);
  const used = [...mapping.values(), ...[...instead.values()].flat()];
  return { ...source, columns: neededColumns(pipeline, name, columns, used, files), mapping, instead };
}

/** Columns that are mapped, kept, or named by a rule; the others are not read. */
function neededColumns(
  pipeline: Pipeline,
  name: string,
  columns: ReadonlyMap<string, string>,
  used: readonly string[],
  files: readonly OpenFile[],
): ReadonlyMap<string, string> {
  const { keep } = pipeline.sources[name]!;
  if (keep === "all") return columns;
  const { header, shown } = files[0]!;
  const kept = keep.map((wanted) => findColumn(wanted, header, shown, [...keep, ...used]));
  const problems = kept.filter((hit) => typeof hit !== "string");
  if (problems.length > 0) throw new CliError(EXIT.gate, problems);
  const needed = new Set([...used, ...kept]);
  return new Map(
    [...columns].filter(([column]) => needed.has(column) || namedByRule(pipeline.sources[name]!, column)),
  );
}

/** Whether an exclusion rule of a source may mean a column. */
function namedByRule({ exclude }: SourceSpec, column: string): boolean {
  return exclude.some(({ when }) => new RegExp(`\\b${column}\\b`, "i").test(when));
}

async function openFile(opening: Opening, name: string, file: InputFile): Promise<OpenFile> {
  const { engine, pipeline, scratch } = opening;
  const { csv } = pipeline.sources[name]!;
  if (file.bytes === 0) {
    throw new CliError(EXIT.gate, {
      code: "CRM-E3001",
      file: file.shown,
      message: "the file is empty",
      hint: "Ask for a new delivery.",
    });
  }
  if (file.format === "parquet") {
    const columns = await reading(file, "Parquet file", async () => {
      await engine.view("probe.file", { sql: engine.source(file.path, "parquet"), file: file.shown });
      return engine.columns("probe.file");
    });
    return {
      ...file,
      header: header([...columns.keys()]),
      types: [...columns.values()],
      readable: file.path,
    };
  }
  if (file.format === "arrow") {
    const fields = await arrowFields(file.path, file.shown);
    return { ...file, header: header(fields), types: fields.map(() => "VARCHAR"), readable: file.path };
  }
  const text = await reading(file, "text", () => beginning(file.path, csv.encoding));
  if (csv.encoding === "utf-8" && text.includes("\uFFFD")) {
    const { notUtf8At } = await fingerprint(file.path, true);
    if (notUtf8At !== undefined) throw await notUtf8(name, file, notUtf8At);
  }
  const [firstLine] = text.split(/\r?\n|\r/, 1);
  if (file.format === "csv" && wasUtf8(firstLine!, csv)) throw isUtf8AfterAll(name, file, csv);
  const found =
    file.format === "csv"
      ? readHeader(text, csv, file.shown, name)
      : header(await jsonHeader(opening, name, file, text));
  let readable = file.path;
  if (needsTranscoding(csv) && scratch !== undefined) {
    readable = join(scratch, `${copyKey(file.path, csv)}.txt`);
    if (!existsSync(readable)) await reading(file, "text", () => transcode(file.path, readable, csv));
  }
  return { ...file, header: found, types: found.names.map(() => "VARCHAR"), readable };
}

async function jsonHeader(opening: Opening, name: string, file: InputFile, text: string): Promise<string[]> {
  try {
    return await reading(file, "JSON", () => jsonKeys(opening, file, text, opening.scratch !== undefined));
  } catch (error) {
    const { notUtf8At } = await fingerprint(file.path, true).catch(() => ({ notUtf8At: undefined }));
    throw notUtf8At === undefined ? error : await notUtf8(name, file, notUtf8At);
  }
}

/** Keys of JSON objects in the order in which they appear; those of an object within as `outer.inner`. */
async function jsonKeys({ engine }: Opening, file: InputFile, text: string, all: boolean): Promise<string[]> {
  const keys = new Set<string>();
  for (const line of text.split("\n").slice(0, -1)) {
    try {
      const row = JSON.parse(line) as Record<string, unknown>;
      if (Array.isArray(row)) continue;
      for (const [key, value] of Object.entries(row)) {
        const inner =
          typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
        if (inner.length === 0) keys.add(key);
        for (const each of inner) keys.add(`${key}.${each}`);
      }
    } catch {
      // A line that is no JSON is quarantined when the file is staged.
    }
  }
  if (all || keys.size === 0) {
    const format = file.format === "json" ? "json" : "lines";
    const objects = `select line from (${engine.source(file.path, format)})
      where case when json_valid(line) then json_type(line) = 'OBJECT' else false end`;
    const rows = await engine.read<{ key: string }>({
      file: file.shown,
      sql:
        keys.size === 0
          ? nestedKeys(objects)
          : `select distinct unnest(json_keys(line)) as key from (${objects}) order by key`,
    });
    for (const { key } of rows) if (![...keys].some((each) => each.startsWith(`${key}.`))) keys.add(key);
  }
  return [...keys];
}

/** A select of the keys of JSON objects, those of an object within as `outer.inner`. */
function nestedKeys(objects: string): string {
  return `with entries as (
      select key, line -> ('/' || replace(replace(key, '~', '~0'), '/', '~1')) as value
      from (select line, unnest(json_keys(line)) as key from (${objects}))
    ),
    keys as (
      select key, unnest(case when json_type(value) = 'OBJECT' and value::varchar <> '{}'
        then json_keys(value) else [''] end) as inner_key
      from entries
    )
    select distinct case when inner_key = '' then key else key || '.' || inner_key end as key from keys order by key`;
}

function bindColumns(
  { pipeline }: Opening,
  name: string,
  contract: Contract,
  columns: ReadonlyMap<string, string>,
  files: readonly OpenFile[],
): { mapping: Map<string, string>; instead: Map<string, readonly string[]> } {
  const spec = pipeline.sources[name]!;
  const problems: Problem[] = [];
  const mapping = new Map<string, string>();
  const instead = new Map<string, readonly string[]>();
  const all = [...Object.values(spec.columns).flat(), ...contract.columns.keys()];
  for (const [column, wanted] of Object.entries(spec.columns)) {
    for (const file of files) {
      const hits = [wanted].flat().map((each) => findColumn(each, file.header, file.shown, all));
      problems.push(...hits.filter((hit) => typeof hit !== "string"));
      const [first, ...others] = hits.filter((hit) => typeof hit === "string");
      if (first !== undefined) mapping.set(column, first);
      if (others.length > 0) instead.set(column, others);
    }
  }
  for (const column of contract.columns.keys()) {
    if (mapping.has(column) || column in spec.columns || column in spec.set || !columns.has(column)) continue;
    problems.push(...files.flatMap((file) => ambiguous(column, file.header, file.shown) ?? []));
    mapping.set(column, column);
  }
  for (const column of required(contract)) {
    if (mapping.has(column) || column in spec.set || column in spec.columns) continue;
    const { header, shown } = files[0]!;
    problems.push({
      code: "CRM-E3004",
      file: shown,
      line: 1,
      message: `there is no column "${column}", which ${contract.table} needs, and source "${name}" names none for it`,
      hint: `${columnHint(column, header, all)} Name it: sources.${name}.columns.${column}`,
    });
  }
  if (problems.length > 0) throw new CliError(EXIT.gate, problems);
  return { mapping, instead };
}

function vendorColumns(
  vendor: Vendor,
  columns: ReadonlyMap<string, string>,
  files: readonly OpenFile[],
): Map<string, string> {
  const problems = files.flatMap((file) =>
    [...vendor.reads]
      .filter((column) => !vendor.optional.has(column) && !file.header.names.includes(column))
      .map((column) => ({
        code: "CRM-E3004",
        file: file.shown,
        line: 1,
        message: `there is no column that reads as "${column}", which sql/sources/${vendor.name} needs`,
        hint: columnHint(column, file.header, vendor.reads),
      })),
  );
  if (problems.length > 0) throw new CliError(EXIT.gate, problems);
  // A select that shapes the rows of a file is written for text, whatever the format of the file.
  const typeOf = (column: string) =>
    (vendor.rows === undefined ? columns.get(column) : undefined) ?? "VARCHAR";
  return new Map([...vendor.reads].map((column) => [column, typeOf(column)]));
}

/** The dialect of a source; a file that is no CSV has decimal points whatever csv: says. */
function readingOf({ time_zone: zone }: Pipeline, spec: SourceSpec, file: OpenFile): Reading {
  return { ...spec.csv, ...(file.format === "csv" ? {} : { decimal: "." as const }), zone };
}

/** Names a file's UTF-8 copy: sources that read it in the same way share one. */
function copyKey(path: string, { encoding, delimiter }: CsvSpec): string {
  return createHash("sha256")
    .update(`${path}\0${encoding}\0${delimiter === "whitespace"}`)
    .digest("hex");
}
