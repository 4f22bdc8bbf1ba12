import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** One measurement. A verdict is given only where there is a limit. */
export interface Measure {
  readonly case: string;
  /** Customers, or whatever the case counts. */
  readonly size: number;
  readonly step: string;
  readonly seconds: number | null;
  /** What is neither time nor memory: an F1, an exponent. */
  readonly value: number | null;
  readonly peak_mb: number | null;
  /** What runs beside it, and this step's time over the peer's. */
  readonly peer: string | null;
  readonly ratio: number | null;
  /** Seconds, megabytes for a step that is a memory, the ratio where it is what counts; or the least value. */
  readonly limit: number | null;
  readonly verdict: "pass" | "fail" | "skipped" | "measured";
}

/** What a case module `<case>.js` exports. */
interface Bench {
  bench(size: number | undefined): Promise<Measure[]>;
}

const CASES = join(process.cwd(), "node_modules", ".cache", "test", "test", "bench");

/** Runs the cases that are named, or all; `--size N` instead of a case's own size; `--json` prints one array. */
async function main(): Promise<number> {
  const words = process.argv.slice(2);
  const at = words.indexOf("--size");
  const size = at < 0 ? undefined : Number(words.splice(at, 2)[1]);
  const asked = words.filter((word) => word !== "--json");
  const known = readdirSync(CASES)
    .filter((name) => name.endsWith(".js") && name !== "run.js")
    .map((name) => name.slice(0, -".js".length));
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    process.stderr.write(`There is no case "${unknown}". Cases: ${known.join(", ")}.\n`);
    return 2;
  }
  const measures: Measure[] = [];
  for (const name of asked.length === 0 ? known : asked) {
    const path = join(CASES, `${name}.js`);
    if (!existsSync(path)) continue;
    const module = (await import(pathToFileURL(path).href)) as Bench;
    measures.push(...(await module.bench(size)));
  }
  process.stdout.write(words.includes("--json") ? `${JSON.stringify(measures, null, 2)}\n` : table(measures));
  return measures.some(({ verdict }) => verdict === "fail") ? 1 : 0;
}

function table(measures: readonly Measure[]): string {
  const rows = measures.map((row) => [
    row.case,
    String(row.size),
    row.step,
    row.seconds?.toFixed(2) ?? "",
    row.value?.toFixed(4) ?? "",
    row.peak_mb === null ? "" : String(row.peak_mb),
    row.peer ?? "",
    row.ratio?.toFixed(2) ?? "",
    row.limit === null ? "" : String(Number(row.limit.toFixed(4))),
    row.verdict,
  ]);
  const all = [
    ["case", "size", "step", "seconds", "value", "peak MB", "peer", "ratio", "limit", "verdict"],
    ...rows,
  ];
  const widths = all[0]!.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  return all
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i]!))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

process.exitCode = await main();
