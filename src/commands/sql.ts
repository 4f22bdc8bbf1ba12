import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Effects } from "../effects.js";
import type { Engine, Parameters, Row, Select } from "../engine/engine.js";
import { openEngine } from "../engine/open.js";
import { CliError, EXIT } from "../error.js";
import { readRecord } from "../run/record.js";

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
  const home = resolve(effects.cwd, folder);
  const tables = join(home, "tables");
  if (!existsSync(tables)) {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1008",
      file: folder,
      message: "there is no run here",
      hint: "Name a run folder, or run a pipeline first: crm-analyze run PIPELINE",
    });
  }
  const engine = await openEngine({ roots: [tables] });
  let stopping: NodeJS.Timeout | undefined;
  const stop = () => {
    stopping = setInterval(() => engine.interrupt(), 50);
  };
  effects.signal.addEventListener("abort", stop);
  if (effects.signal.aborted) stop();
  try {
    for (const room of readdirSync(tables)) {
      for (const file of readdirSync(join(tables, room)).filter((name) => name.endsWith(".parquet"))) {
        const select = { sql: engine.source(join(tables, room, file), "parquet"), file };
        await engine.view(`${room}.${file.slice(0, -".parquet".length)}`, select);
      }
    }
    const select = { sql: text.trim().replace(/;\s*$/, ""), file: flags.file ?? "the select" };
    await engine.parse(select);
    const { names, rows } = await answer(engine, select, parametersOf(home));
    effects.print(FORMATS[flags.format](rows, names));
  } catch (error) {
    throw isOutside(error) ? outside(flags.file, tables) : error;
  } finally {
    effects.signal.removeEventListener("abort", stop);
    clearInterval(stopping);
    engine.close();
  }
}

/** A select's rows, and its columns' names even where there is no row; of the same names a later one gets a number. */
async function answer(
  engine: Engine,
  { sql, file }: Select,
  parameters: Parameters,
): Promise<{ names: string[]; rows: Row[] }> {
  const numbered = `select * from (${sql}\n)`;
  const columns = await engine.read<{ name: string }>(
    { sql: `select column_name as name from (describe ${numbered})`, file },
    parameters,
  );
  const rows = await engine.read({ sql: numbered, file }, parameters);
  return { names: columns.map(({ name }) => name), rows };
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

function parametersOf(home: string): Parameters {
  return readRecord(home)?.parameters ?? {};
}

type Format = (rows: readonly Row[], names: readonly string[]) => string;

const FORMATS: Record<SqlFlags["format"], Format> = {
  json: (rows) => `${JSON.stringify(rows, null, 2)}\n`,
  csv: (rows, names) =>
    [names, ...rows.map((row) => names.map((name) => cell(row[name])))]
      .map((values) => `${values.map(csvField).join(",")}\n`)
      .join(""),
  table: (rows, names) => {
    const cells = [
      names.map(printable),
      ...rows.map((row) => names.map((name) => printable(cell(row[name])))),
    ];
    const widths = names.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
    const numeric = names.map((name) =>
      rows.every((row) => row[name] === null || typeof row[name] === "number"),
    );
    const line = (row: readonly string[]) =>
      row
        .map((value, i) => (numeric[i] ? value.padStart(widths[i]!) : value.padEnd(widths[i]!)))
        .join("  ")
        .trimEnd();
    const [head, ...body] = cells;
    return `${[line(head!), widths.map((width) => "-".repeat(width)).join("  "), ...body.map(line)].join("\n")}\n`;
  },
};

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function csvField(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A terminal obeys control characters; a value must not. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "·");
}
