import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openEngine } from "../src/engine/open.js";
import { tablesRead } from "../src/engine/syntax.js";
import { parsePipeline } from "../src/pipeline/parse.js";
import { findSteps, roomOf } from "../src/pipeline/steps.js";
import { PACKAGE } from "../src/pipeline/trees.js";
import { loadRoomSettings } from "../src/rooms/settings.js";

/** What a room may read besides crm, identity, the pipeline's settings and itself. */
const EXCEPTIONS: Record<string, readonly string[]> = {
  crm: ["incoming"],
  // What a customer looked like on a day is what all scorecards learn from.
  churn: ["features", "state"],
  credit: ["features", "state"],
  predict: ["features", "state"],
  // What a run leaves for the next one.
  identity: ["state"],
  rfm: ["state"],
  segments: ["state"],
  value: ["state"],
};

/** What tables that are made in TypeScript read of other rooms where these run, too. */
const BESIDE: Record<string, readonly string[]> = { churn: ["value"], value: ["rfm"] };

/** Forms that one engine or the other does not know, or that give other bytes on other threads. */
const FORBIDDEN: Record<string, RegExp> = {
  "distinct on": /\bdistinct\s+on\b/,
  "quantile_cont, approx_quantile": /\b(quantile_cont|approx_quantile)\b/,
  "arg_max, arg_min, first, last": /\b(arg_max|arg_min|first|last)\s*\(/,
  "array_agg with order by, histogram": /\barray_agg\s*\([^)]*order by|\bhistogram\s*\(/,
  "hash(): use md5 or sha256": /\bhash\s*\(/,
  "a // b: use floor(a / b)": /\/\//,
  "{'a': x}: use struct_pack": /\{\s*'/,
  "union by name": /\bby\s+name\b/,
  "regexp_replace with 'g': use replace_all": /regexp_replace\([^;]*'g'\s*\)/,
  // Where no row is left, the engine then makes one of nulls.
  "qualify row_number() without partition: use order by and limit":
    /qualify\s+row_number\(\)\s+over\s*\(\s*order/,
  "pivot, asof, columns()": /\b(pivot|unpivot|asof)\b|\bcolumns\s*\(/,
  "damerau_levenshtein, skewness": /\b(damerau_levenshtein|skewness)\b/,
  "avg, stddev, corr, regr over doubles: write them from exact sums":
    /\b(avg|mean|stddev\w*|var_\w+|corr|regr_\w+)\s*\(/,
  "sum of doubles, which depends on their order: sum what is exact, then cast":
    /\bsum\(\s*(cast\([^()]+\bas\s+double\s*\)|[\w.]+::double)/,
};

const files = readdirSync("sql", { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".sql"))
  .sort();

test.each(files)("sql/%s keeps to its room and to the portable forms", async (name) => {
  const sql = readFileSync(join("sql", name), "utf8");
  const [room, vendor] = name.split("/") as [string, string];
  expect(sql).toMatch(/^-- One row( per |: )/);
  expect(sql.split("\n").filter((line) => line.length > 80)).toEqual([]);
  const engine = await openEngine({ threads: 1 });
  const schemas = tablesRead(await engine.parse({ sql, file: name })).map((table) => table.split(".")[0]!);
  engine.close();
  if (room === "sources") {
    expect(new Set(schemas)).toEqual(new Set([vendor]));
    return;
  }
  const allowed = ["crm", "identity", "settings", room, ...(EXCEPTIONS[room] ?? [])];
  expect(schemas.filter((schema) => !allowed.includes(schema))).toEqual([]);
  const code = sql.replace(/--.*$/gm, "");
  expect(Object.keys(FORBIDDEN).filter((form) => FORBIDDEN[form]!.test(code))).toEqual([]);
});

test("tables made in TypeScript keep to their room", async () => {
  const engine = await openEngine({ threads: 1 });
  const steps = (await findSteps(engine, [PACKAGE])).filter(({ make }) => make !== undefined);
  engine.close();
  expect(steps.length).toBeGreaterThan(40);
  const schemas = (tables: readonly string[]) => tables.map(roomOf);
  for (const { table, reads, beside = [] } of steps) {
    const room = roomOf(table);
    const allowed = ["crm", "identity", "settings", room, ...(EXCEPTIONS[room] ?? [])];
    expect(schemas(reads).filter((schema) => !allowed.includes(schema))).toEqual([]);
    expect(schemas(beside).filter((schema) => !BESIDE[room]?.includes(schema))).toEqual([]);
  }
}, 60_000);

test.each(readdirSync("pipelines"))("pipelines/%s can be read", async (name) => {
  const file = join("pipelines", name);
  const rooms = await loadRoomSettings();
  expect(parsePipeline(readFileSync(file, "utf8"), file, rooms).rooms).toContain("identity");
});

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"))
  .sort();

test.each(sources)("src/%s stays behind its walls", (name) => {
  const code = readFileSync(join("src", name), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  const imports = [...code.matchAll(/from "(\.[^"]+)"|import\("(\.[^"]+)"\)/g)].map((match) =>
    join("src", name, "..", match[1] ?? match[2]!),
  );
  if (name !== "cli.ts") expect(code).not.toMatch(/(?<![.\w])(process|console)\s*\./);
  if (!name.startsWith("engine/")) {
    expect(code).not.toMatch(/duckdb/i);
  }
  if (name.startsWith("numeric/"))
    expect(imports.filter((path) => !path.startsWith("src/numeric/"))).toEqual([]);
  const below: Record<string, readonly string[]> = {
    "engine/": ["commands/", "run/", "ingest/", "report/", "lists/", "pipeline/", "rooms/"],
    "ingest/": ["commands/", "run/", "report/", "lists/"],
    "report/": ["commands/", "run/", "ingest/", "lists/"],
    "lists/": ["commands/", "run/", "report/"],
    "pipeline/": ["commands/", "run/", "ingest/", "report/", "lists/"],
    "run/": ["commands/"],
  };
  const forbidden = Object.entries(below).flatMap(([folder, above]) =>
    name.startsWith(folder) ? above : [],
  );
  expect(imports.filter((path) => forbidden.some((folder) => path.startsWith(`src/${folder}`)))).toEqual([]);
});
