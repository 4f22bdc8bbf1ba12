import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The engine of every measured run. */
export const ENGINE = { threads: 2, memory: "2GB" } as const;

/** A run over the sample of a size, while its folders are there. */
export interface SampleRun {
  readonly sample: string;
  readonly run: string;
}

/** Runs the pipeline of the sample over the sample of a size, and has its outcome used before it is removed. */
export async function onSample<T>(
  size: number,
  words: readonly string[],
  use: (made: SampleRun) => T | Promise<T>,
): Promise<T> {
  const sample = sampleOf(size);
  const work = mkdtempSync(join(tmpdir(), "crm-analyze-bench-"));
  const pipeline = readFileSync("pipelines/sample.yaml", "utf8").replaceAll(
    "../sample-data/",
    "${CRM_BENCH_SAMPLE}/",
  );
  const { memory, threads } = ENGINE;
  writeFileSync(
    join(work, "pipeline.yaml"),
    `${pipeline}\nengine: {memory: ${memory}, threads: ${threads}}\n`,
  );
  try {
    const out = join(work, "out");
    cli(["run", join(work, "pipeline.yaml"), "--out", out, ...words], { CRM_BENCH_SAMPLE: sample });
    const [id] = readdirSync(join(out, "runs"));
    return await use({ sample, run: join(out, "runs", id!) });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The sample of a size, made once and kept in the folder for temporary files. */
function sampleOf(size: number): string {
  const folder = join(tmpdir(), `crm-analyze-sample-${size}`);
  if (existsSync(join(folder, "truth", "records.csv"))) return folder;
  mkdirSync(folder, { recursive: true });
  cli(["sample", folder, "--customers", String(size), "--seed", "7"]);
  return folder;
}

/** What a command prints. */
export function cli(words: readonly string[], environment: Record<string, string> = {}): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/cli.js", ...words], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`crm-analyze ${words[0]} ended with ${status}: ${stderr}`);
  return stdout;
}
