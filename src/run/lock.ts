import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { CliError, EXIT } from "../error.js";

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** What tells this process from a later one of the same number: boot and start time, where the system says. */
  readonly start: string;
  readonly since: string;
}

/**
 * Takes the lock of an output folder. A lock whose process is gone is taken over.
 * @returns what gives it back
 * @throws {CliError} exit 5 naming the holder
 */
export function takeLock(
  out: string,
  process: { readonly pid: number; readonly alive: (pid: number) => boolean },
  since: string,
  warn: (text: string) => void,
): () => void {
  const path = join(out, "state", "lock");
  mkdirSync(join(out, "state"), { recursive: true });
  const { pid, alive } = process;
  const own: Holder = { pid, host: hostname(), start: processStart(pid), since };
  for (let attempt = 0; ; attempt++) {
    try {
      const file = openSync(path, "wx", 0o600);
      writeSync(file, JSON.stringify(own));
      fsyncSync(file);
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = readHolder(path);
      if (attempt > 0 || (holder !== undefined && isHeld(holder, own.host, alive))) throw held(path, holder);
      warn(`took over the lock of process ${holder?.pid ?? "?"}, which is gone`);
      rmSync(path, { force: true });
    }
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function isHeld(holder: Holder, host: string, alive: (pid: number) => boolean): boolean {
  if (holder.host !== host) return true;
  if (!alive(holder.pid)) return false;
  const start = processStart(holder.pid);
  return start === "" || holder.start === "" || start === holder.start;
}

function processStart(pid: number): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return `${boot}/${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
  } catch {
    return "";
  }
}

function held(path: string, holder: Holder | undefined): CliError {
  const who = holder === undefined ? "" : ` (process ${holder.pid} on ${holder.host} since ${holder.since})`;
  return new CliError(EXIT.locked, {
    code: "CRM-E5001",
    message: `another run works in this output folder${who}`,
    hint: `Wait for it; if it is no run of ours, remove ${path}.`,
  });
}
