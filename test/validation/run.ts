import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parse as parseCsv } from "csv-parse/sync";
import { parse as parseYaml, stringify } from "yaml";
import { quoteText } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";

const ROOT = process.cwd();
const CASES = join(ROOT, "test", "validation");
const DATA = process.env.CRM_VALIDATION_DATA;

interface Verdict {
  readonly case: string;
  readonly figure: string;
  readonly value: number | null;
  readonly expected: number | null;
  /** How far off the value may be; null if it need only be as much as is expected, or more. */
  readonly tolerance: number | null;
  readonly verdict: "pass" | "fail" | "skipped" | "measured";
  readonly source: string;
}

interface CaseSettings {
  /** The room that the case belongs to. */
  readonly room?: string;
  /** The pipeline, if not pipeline.yaml, from the case's folder. */
  readonly pipeline?: string;
  /** The select of the figures, if not figures.sql, from the case's folder. */
  readonly figures?: string;
  /** Further CSV files that it reads, by table. */
  readonly tables?: Readonly<Record<string, string>>;
  /** Figures that are told without anything being expected of them. */
  readonly also?: readonly string[];
  /** What a second run of the pipeline has beside, by key; its figures end in `WITH`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

const WITH = ", with settings";

interface Expected {
  readonly figure: string;
  readonly expected: string;
  /** A number, or "at least" for a floor. */
  readonly tolerance: string;
  readonly relative?: string;
  readonly source: string;
}

/** Runs the cases that are named, by folder or by room, or all; prints a table or, with --json, one array. */
async function main(): Promise<number> {
  const words = process.argv.slice(2).filter((word) => word !== "--json");
  const known = readdirSync(CASES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const rooms = new Map(known.map(({ name }) => [name, settingsOf(name).room]));
  const unknown = words.find((word) => !rooms.has(word) && ![...rooms.values()].includes(word));
  if (unknown !== undefined) {
    process.stderr.write(`There is no case or room "${unknown}". Cases: ${[...rooms.keys()].join(", ")}.\n`);
    return 2;
  }
  const chosen = [...rooms].filter(
    ([name, room]) => words.length === 0 || words.includes(name) || words.includes(room ?? ""),
  );
  const verdicts = await validateAll(chosen.map(([name]) => name));
  process.stdout.write(
    process.argv.includes("--json") ? `${JSON.stringify(verdicts, null, 2)}\n` : table(verdicts),
  );
  return verdicts.some(({ verdict }) => verdict === "fail") ? 1 : 0;
}

/** The verdicts of cases in their order; of several, each in a process of its own, as many at once as there are processors. */
async function validateAll(names: readonly string[]): Promise<Verdict[]> {
  if (names.length === 1) return validate(names[0]!);
  const found = new Map<string, Verdict[]>();
  const left = [...names];
  const work = async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift())
      found.set(name, await validateApart(name));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return names.flatMap((name) => found.get(name)!);
}

function validateApart(name: string): Promise<Verdict[]> {
  const child = spawn(process.execPath, [process.argv[1]!, name, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (status) => {
      if (status === 0 || status === 1) done(JSON.parse(text) as Verdict[]);
      else fail(new Error(`${name}: ended with ${status}`));
    });
  });
}

async function validate(name: string): Promise<Verdict[]> {
  const folder = join(CASES, name);
  const expected = parseCsv(readFileSync(join(folder, "expected.csv"), "utf8"), {
    columns: true,
  }) as Expected[];
  const figures = await figuresOf(name, folder);
  const { also = [], settings } = settingsOf(name);
  const further = [...also, ...(settings === undefined ? [] : also.map((figure) => figure + WITH))];
  const told = further
    .filter((figure) => expected.every((row) => row.figure !== figure))
    .map(
      (figure): Verdict => ({
        ...{ case: name, figure, value: figures?.get(figure) ?? null, expected: null, tolerance: null },
        ...{ verdict: figures === undefined ? "skipped" : "measured", source: "" },
      }),
    );
  const judged = expected.map(({ figure, source, ...row }): Verdict => {
    const wanted = Number(row.expected);
    const value = figures?.get(figure) ?? null;
    const tolerance = row.tolerance === "at least" ? null : Number(row.tolerance);
    const allowed = (tolerance ?? 0) * (row.relative === "true" ? Math.abs(wanted) : 1);
    const off = tolerance === null ? wanted - (value ?? 0) : Math.abs((value ?? 0) - wanted);
    const verdict = figures === undefined ? "skipped" : value !== null && off <= allowed ? "pass" : "fail";
    return { case: name, figure, value, expected: wanted, tolerance, verdict, source };
  });
  return [...judged, ...told];
}

/** The figures of a case; undefined if it needs data that are not there. */
async function figuresOf(name: string, folder: string): Promise<Map<string, number> | undefined> {
  const numeric = join(ROOT, "node_modules", ".cache", "test", "test", "validation", name, "figures.js");
  if (existsSync(numeric)) {
    const module = (await import(pathToFileURL(numeric).href)) as {
      figures: (data: string | undefined) => Promise<Record<string, number> | undefined>;
    };
    const found = await module.figures(DATA);
    return found === undefined ? undefined : new Map(Object.entries(found));
  }
  const settings = settingsOf(name);
  const pipeline = resolve(folder, settings.pipeline ?? "pipeline.yaml");
  const needed = [readFileSync(pipeline, "utf8"), ...Object.values(settings.tables ?? {})].join("\n");
  if (needed.includes("${CRM_VALIDATION_DATA}") && DATA === undefined) return undefined;
  const plain = await figuresOfRun(name, folder, pipeline, settings);
  if (settings.settings === undefined) return plain;
  const home = mkdtempSync(join(tmpdir(), "crm-validate-"));
  try {
    const second = join(home, "pipeline.yaml");
    writeFileSync(second, `${readFileSync(pipeline, "utf8")}\n${stringify(settings.settings)}`);
    const set = await figuresOfRun(`${name}${WITH}`, folder, second, settings);
    return new Map([
      ...plain,
      ...[...set].map(([figure, value]): [string, number] => [figure + WITH, value]),
    ]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function figuresOfRun(
  name: string,
  folder: string,
  pipeline: string,
  settings: CaseSettings,
): Promise<Map<string, number>> {
  const out = mkdtempSync(join(tmpdir(), "crm-validate-"));
  try {
    const run = spawnSync(process.execPath, ["dist/cli.js", "run", pipeline, "--out", out], { cwd: ROOT });
    if (run.status !== 0) {
      process.stderr.write(`${name}: the run ended with ${run.status}\n${run.stderr}`);
      return new Map();
    }
    return await readFigures(folder, join(out, "current", "tables"), settings);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function readFigures(
  folder: string,
  tables: string,
  settings: CaseSettings,
): Promise<Map<string, number>> {
  const engine = await openEngine();
  try {
    for (const room of readdirSync(tables)) {
      for (const file of readdirSync(join(tables, room))) {
        const sql = engine.source(join(tables, room, file), "parquet");
        await engine.view(`${room}.${file.replace(".parquet", "")}`, { sql, file });
      }
    }
    for (const [table, path] of Object.entries(settings.tables ?? {})) {
      const file = resolve(folder, path.replace("${CRM_VALIDATION_DATA}", DATA ?? ""));
      await engine.view(table, {
        sql: `select * from read_csv(${quoteText(file)}, all_varchar = true)`,
        file,
      });
    }
    const file = resolve(folder, settings.figures ?? "figures.sql");
    const sql = readFileSync(file, "utf8");
    const rows = await engine.read<{ figure: string; value: number }>({ sql, file });
    return new Map(rows.map(({ figure, value }) => [figure, value]));
  } finally {
    engine.close();
  }
}

function settingsOf(name: string): CaseSettings {
  const path = join(CASES, name, "validation.yaml");
  return existsSync(path) ? ((parseYaml(readFileSync(path, "utf8")) as CaseSettings | null) ?? {}) : {};
}

function table(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map((row) => [
    row.verdict,
    row.case,
    row.figure,
    row.value === null ? "–" : String(Number(row.value.toPrecision(12))),
    row.expected === null
      ? ""
      : row.tolerance === null
        ? `≥ ${row.expected}`
        : `${row.expected} ± ${row.tolerance}`,
    row.source,
  ]);
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(0, ...rows.map((row) => row[i]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const count = (verdict: Verdict["verdict"]) => verdicts.filter((row) => row.verdict === verdict).length;
  const skipped = count("skipped");
  const why = skipped === 0 ? "" : " (set CRM_VALIDATION_DATA to the folder of public data sets)";
  return `${lines.join("\n")}\n${count("pass")} passed, ${count("fail")} failed, ${skipped} skipped${why}\n`;
}

process.exitCode = await main();
