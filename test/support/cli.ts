import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { PACKAGE } from "../../src/pipeline/trees.js";

export const CLI = join(PACKAGE, "dist", "cli.js");

export interface Ended {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface World {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Its standard input; empty if absent. */
  readonly input?: string;
  /** Gets the process as soon as it runs. */
  readonly meanwhile?: (child: ChildProcess) => void;
}

/** The built command line as a child process, without a terminal. */
export function cli(words: readonly string[], world: World = {}): Promise<Ended> {
  return node([CLI, ...words], world);
}

/** A script as a child process, without a terminal. */
export function node(words: readonly string[], { cwd, env, input, meanwhile }: World = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, {
      ...(cwd === undefined ? {} : { cwd }),
      env: env ?? process.env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    child.stdin.on("error", () => undefined).end(input);
    const text = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (chunk: string) => {
        text[name] += chunk;
      });
    }
    child.on("error", reject);
    child.on("close", (exit) => resolve({ exit, ...text }));
    meanwhile?.(child);
  });
}
