import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
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

/** What a lock file says, and of whom; of nobody if it cannot be read as a lock. */
interface Lock {
  readonly path: string;
  readonly text: string;
  readonly holder: Holder | undefined;
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
  const draft = `${path}.${randomUUID()}`;
  writeFile(draft, JSON.stringify(own));
  try {
    const other = acquire(path, draft, {
      isGone: ({ holder }) => holder === undefined || !isHeld(holder, own.host, alive),
      tookOver: ({ holder }) => warn(`took over the lock of process ${holder?.pid ?? "?"}, which is gone`),
    });
    if (other !== undefined) throw held(other);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => rmSync(path, { force: true });
}

interface Succession {
  readonly isGone: (lock: Lock) => boolean;
  readonly tookOver: (lock: Lock) => void;
}

/**
 * Gives a finished file a second name, the lock's, which only one process can do. A lock whose process is gone may be
 * replaced by nobody but who holds the lock of its succession, and only while it is still there: of two processes that
 * find it at once one waits for the next time.
 * @returns the lock that is in the way, if one is
 */
function acquire(path: string, draft: string, succession: Succession): Lock | undefined {
  if (linked(draft, path)) return undefined;
  const found = readLock(path);
  if (found === undefined) return acquire(path, draft, succession);
  if (!succession.isGone(found)) return found;
  const next = `${path}.next`;
  const rival = acquire(next, draft, succession);
  if (rival !== undefined) return rival;
  if (readLock(path)?.text !== found.text) {
    rmSync(next);
    return acquire(path, draft, succession);
  }
  renameSync(next, path);
  succession.tookOver(found);
  return undefined;
}

function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function writeFile(path: string, text: string): void {
  const file = openSync(path, "wx", 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
}

/** The lock of a path, or undefined if there is none. */
function readLock(path: string): Lock | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return { path, text, holder: holderOf(text) };
}

function holderOf(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    return typeof holder?.pid === "number" ? (holder as Holder) : undefined;
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

function held({ path, holder }: Lock): CliError {
  const who = holder === undefined ? "" : ` (process ${holder.pid} on ${holder.host} since ${holder.since})`;
  return new CliError(EXIT.locked, {
    code: "CRM-E5001",
    message: `another run works in this output folder${who}`,
    hint: `Wait for it; if it is no run of ours, remove ${path}.`,
  });
}
