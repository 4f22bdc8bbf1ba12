import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Effects } from "../effects.js";
import { type Engine, type Parameters, quoteName, type Select } from "../engine/engine.js";
import { CliError, EXIT } from "../error.js";
import { readRecord } from "../run/record.js";
import { overTables } from "./tables.js";

export interface SqlFlags {
  readonly file?: string;
  readonly format: "table" | "csv" | "json";
  readonly out: string;
}

/**
 * `crm-analyze sql [RUN] "select …"`: a select over a run's tables, by their names.
 * @throws {CliError} exit 2 if there is no run or the text is no select
 */
export async function sql(words: readonly string[], flags: SqlFlags, effects: Effects): Promise<void> {
  const wanted = flags.file === undefined ? 2 : 1;
  const folder = words.length === wanted ? words[0]! : join(flags.out, "current");
  const text = flags.file === undefined ? words.at(-1) : readSelect(resolve(effects.cwd, flags.file));
  if (text === undefined || words.length > wanted) {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1007",
      message: "there is no select to run",
      hint: 'crm-analyze sql "select segment, count(*) from rfm.scores group by segment"',
    });
  }
  await overTables(folder, effects, async ({ folder: tables, engine }) => {
    try {
      const select = { sql: text.trim().replace(/;\s*$/, ""), file: flags.file ?? "the select" };
      await engine.parse(select);
      const parameters = readRecord(dirname(tables))?.parameters ?? {};
      await FORMATS[flags.format](await answer(engine, select, parameters), effects.print);
    } catch (error) {
      throw isOutside(error) ? outside(flags.file, tables) : error;
    }
  });
}

interface Column {
  readonly name: string;
  readonly type: string;
}

/** What a select gives: its columns, even where there is no row, and its rows batch by batch, as text or as JSON. */
interface Answer {
  readonly columns: readonly Column[];
  readonly rows: () => AsyncIterable<(string | null)[][]>;
  readonly objects: () => AsyncIterable<(string | null)[][]>;
}

/** Every value as the engine writes it, so that no number is rounded; of the same names a later one gets a number. */
async function answer(engine: Engine, { sql, file }: Select, parameters: Parameters): Promise<Answer> {
  const numbered = `select * from (${sql}\n)`;
  const columns = await engine.read<{ name: string; type: string }>(
    { sql: `select column_name as name, column_type as type from (describe ${numbered})`, file },
    parameters,
  );
  const texts = columns.map(({ name }) => `cast(${quoteName(name)} as varchar)`).join(", ");
  const of = (select: string) => () => engine.stream({ sql: select, file }, parameters);
  const finite = columns.map(({ name, type }) => {
    const column = quoteName(name);
    return /^(DOUBLE|FLOAT)$/.test(type)
      ? `case when isfinite(${column}) then ${column} end as ${column}`
      : column;
  });
  const whole = quoteName("the answer as a whole");
  const objects = `select cast(to_json(${whole}) as varchar) from (select ${finite.join(", ")} from (${numbered})) as ${whole}`;
  return { columns, rows: of(`select ${texts} from (${numbered})`), objects: of(objects) };
}

function isOutside(error: unknown): boolean {
  return (
    error instanceof CliError && /^Permission Error/.test((error.cause as Error | undefined)?.message ?? "")
  );
}

function outside(file: string | undefined, tables: string): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1012",
    file: file ?? "the select",
    message: "reads something else: only the run's tables can be read",
    hint: `They are in the schemas ${readdirSync(tables).sort().join(", ")}; for example crm.customers.`,
  });
}

function readSelect(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1011",
      file: path,
      message: "there is no such file, or it cannot be read",
      hint: "Name a file that holds one select.",
    });
  }
}

type Print = (text: string) => void;

const FORMATS: Record<SqlFlags["format"], (answer: Answer, print: Print) => Promise<void>> = {
  async json({ objects }, print) {
    let before = "[";
    for await (const batch of objects()) {
      print(`${before}\n  ${batch.map(([row]) => row).join(",\n  ")}`);
      before = ",";
    }
    print(before === "[" ? "[]\n" : "\n]\n");
  },
  async csv({ columns, rows }, print) {
    const lines = (table: readonly (readonly string[])[]) =>
      table.map((row) => `${row.map(csvField).join(",")}\n`).join("");
    print(lines([columns.map(({ name }) => name)]));
    for await (const batch of rows()) print(lines(batch.map((row) => cells(row, columns))));
  },
  async table({ columns, rows }, print) {
    const body: string[][] = [];
    for await (const batch of rows()) {
      body.push(...batch.map((row) => cells(row, columns).map(printable)));
      if (body.length > TABLE_ROWS) throw tooLong();
    }
    const head = columns.map(({ name }) => printable(name));
    const widths = head.map((name, i) =>
      body.reduce((most, row) => Math.max(most, row[i]!.length), name.length),
    );
    const line = (row: readonly string[]) =>
      row
        .map((value, i) => (isNumber(columns[i]!) ? value.padStart(widths[i]!) : value.padEnd(widths[i]!)))
        .join("  ")
        .trimEnd();
    const rule = widths.map((width) => "-".repeat(width)).join("  ");
    print(`${[line(head), rule, ...body.map(line)].join("\n")}\n`);
  },
};

/** Rows of which the widths of a table's columns are still worked out. */
const TABLE_ROWS = 100_000;

function tooLong(): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1014",
    message: `the select gives more than ${TABLE_ROWS} rows, too many for a table`,
    hint: "Add a limit, or take them all with --format csv or --format json.",
  });
}

function isNumber({ type }: Column): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(.*\)|DOUBLE|FLOAT)$/.test(type);
}

/** A row's values as they are printed: decimals without the noughts behind the last digit. */
function cells(row: readonly (string | null)[], columns: readonly Column[]): string[] {
  return row.map((value, i) =>
    value !== null && columns[i]!.type.startsWith("DECIMAL") && value.includes(".")
      ? value.replace(/\.?0+$/, "")
      : (value ?? ""),
  );
}

function csvField(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A terminal obeys control characters; a value must not. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "·");
}
