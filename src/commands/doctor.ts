import { accessSync, constants, existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { freemem } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Effects } from "../effects.js";
import { openEngine } from "../engine/open.js";
import { CliError, EXIT } from "../error.js";
import { findFiles } from "../ingest/files.js";
import { prepare } from "../pipeline/prepare.js";

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
}

/**
 * `crm-analyze doctor`: whether this machine, this environment and, where one is named, this pipeline would do.
 * @throws {CliError} exit 2 if anything would not
 */
export async function doctor(
  file: string | undefined,
  flags: { readonly out: string; readonly json?: boolean },
  effects: Effects,
): Promise<void> {
  const findings: Finding[] = [
    {
      what: "Node",
      ok: supported(effects.nodeVersion),
      detail: `${effects.nodeVersion}, at least 20.19 is needed`,
    },
    await tried("engine", async () => {
      const engine = await openEngine({ threads: 1 });
      const [row] = await engine.read<{ version: string }>("select version() as version");
      engine.close();
      return row!.version;
    }),
    { what: "memory", ok: freemem() > 1e9, detail: `${Math.round(freemem() / 1e6)} MB free` },
    await tried(`output folder ${flags.out}`, async () => outputFolder(resolve(effects.cwd, flags.out))),
  ];
  if (file !== undefined) {
    findings.push(
      await tried(`pipeline ${file}`, async () => {
        const { pipeline, asOf } = await prepare({ file, now: effects.now() });
        const files = Object.keys(pipeline.sources).flatMap((name) => findFiles(pipeline, name, effects));
        return `${files.length} files, as of ${asOf} in ${pipeline.time_zone}`;
      }),
    );
  }
  effects.print(
    flags.json
      ? `${JSON.stringify(findings, null, 2)}\n`
      : `${findings.map(({ what, ok, detail }) => `${ok ? "ok  " : "FAIL"}  ${what}: ${detail}`).join("\n")}\n`,
  );
  if (findings.some(({ ok }) => !ok)) {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1010",
      message: "something here would stop a run; see above",
    });
  }
}

async function tried(what: string, probe: () => Promise<string>): Promise<Finding> {
  try {
    return { what, ok: true, detail: await probe() };
  } catch (error) {
    return { what, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

function outputFolder(folder: string): string {
  let base = folder;
  while (!existsSync(base)) base = dirname(base);
  accessSync(base, constants.W_OK);
  const probe = mkdtempSync(join(base, ".crm-doctor-"));
  rmSync(probe, { recursive: true });
  const { bavail, bsize } = statfsSync(base);
  return `writable, ${Math.round((bavail * bsize) / 1e9)} GB free`;
}

function supported(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}
