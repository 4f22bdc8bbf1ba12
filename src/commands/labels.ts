import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import type { Engine } from "../engine/engine.js";
import { CliError, EXIT, type Problem } from "../error.js";

type Fields = { readonly record: string[]; readonly info: Info };

/**
 * Loads a CSV file of labels as `labels.records`: its line, source (null where there is no such column), record_id and
 * entity_id, without the blanks around them.
 * @throws {CliError} exit 2 if there is no such file, or it is no table of labels
 */
export async function loadLabels(engine: Engine, path: string, shown: string): Promise<void> {
  const columns = { line: "integer", source: "varchar", record_id: "varchar", entity_id: "varchar" };
  const rows = await engine.load("labels.records", columns, labelsOf(path, shown)).catch((error: unknown) => {
    if (error instanceof CsvError) throw noTable(error, shown);
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw refused("CRM-E1015", shown, "there is no such file, or it cannot be read", COLUMNS);
  });
  if (rows === 0) throw refused("CRM-E1018", shown, "there are no labels in it", COLUMNS);
}

/**
 * Refuses labels that say nothing, or two things, of a record, with all that is wrong with them.
 * @throws {CliError} exit 2
 */
export async function checkLabels(engine: Engine, shown: string): Promise<void> {
  const problems: Problem[] = [];
  for (const { code, where, message, hint } of FAULTS) {
    const sql = `select count(*) as rows, min(line) as line from (${where}\n)`;
    const [found] = await engine.read<{ rows: number; line: number }>({ sql, file: shown });
    if (found!.rows === 0) continue;
    problems.push({ code, file: shown, line: found!.line, message: message(found!.rows), hint });
  }
  if (problems.length > 0) throw new CliError(EXIT.usage, problems);
}

const COLUMNS = "A CSV file with the columns record_id, entity_id and, where ids repeat, source.";

/** What labels may not be: a select of the lines concerned, and what to say of them. */
const FAULTS = [
  {
    code: "CRM-E1018",
    where: "select line from labels.records where '' in (record_id, entity_id, source)",
    message: (rows: number) =>
      `${counted(rows)} without a record_id, an entity_id or a source; the first is here`,
    hint: "Leave out the records that nobody labelled.",
  },
  {
    code: "CRM-E1019",
    where: `select line
      from labels.records
      qualify entity_id <> min_by(entity_id, line) over (partition by source, record_id)`,
    message: (rows: number) => `${counted(rows)} with a second entity for a record; the first is here`,
    hint: "A record is one entity's; where sources repeat each other's ids, add the column source.",
  },
  {
    code: "CRM-E1020",
    where: `select line
      from labels.records
      where source is null and record_id in (
          select record_id from identity.members group by record_id having count(*) > 1
      )`,
    message: (rows: number) =>
      `${counted(rows)} with a record_id that several sources of the run have; the first is here`,
    hint: "Add the column source: the pipeline's name of the source that the record is from.",
  },
];

function counted(rows: number): string {
  return rows === 1 ? "1 label" : `${rows} labels`;
}

async function* labelsOf(path: string, shown: string): AsyncGenerator<(string | number | null)[]> {
  const parser = parse({ bom: true, info: true, skip_empty_lines: true });
  pipeline(createReadStream(path), parser, () => undefined);
  let places: readonly (number | undefined)[] | undefined;
  for await (const { record, info } of parser as AsyncIterable<Fields>) {
    if (places === undefined) places = placesOf(record, shown);
    else yield [info.lines, ...places.map((place) => (place === undefined ? null : record[place]!.trim()))];
  }
}

/** Where source, record_id and entity_id stand in a header. */
function placesOf(header: readonly string[], shown: string): (number | undefined)[] {
  const names = header.map((field) => field.trim().toLowerCase());
  const problems: Problem[] = [];
  const places = ["source", "record_id", "entity_id"].map((column) => {
    const hits = names.flatMap((name, i) => (name === column ? [i] : []));
    if (hits.length === 1 || (hits.length === 0 && column === "source")) return hits[0];
    const message =
      hits.length === 0 ? `there is no column ${column}` : `there are ${hits.length} columns ${column}`;
    problems.push({ code: "CRM-E1016", file: shown, line: 1, message, hint: COLUMNS });
    return undefined;
  });
  if (problems.length > 0) throw new CliError(EXIT.usage, problems);
  return places;
}

function noTable({ code, lines }: CsvError & { readonly lines?: number }, file: string): CliError {
  const message =
    code === "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH"
      ? "a line with more or fewer fields than the header"
      : "a quote that is not closed, or not where a field begins or ends";
  const line = lines === undefined ? {} : { line: lines };
  return new CliError(EXIT.usage, { code: "CRM-E1017", file, ...line, message, hint: COLUMNS });
}

function refused(code: string, file: string, message: string, hint: string): CliError {
  return new CliError(EXIT.usage, { code, file, message, hint });
}
