import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
} from "node:fs";
import { join, relative } from "node:path";
import { PACKAGE } from "../pipeline/trees.js";

/** The version of this package. */
export const VERSION = (
  JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string }
).version;

/** Every file that a run has written for others to read, with its size and hash. */
export async function outputs(folder: string): Promise<{ path: string; bytes: number; sha256: string }[]> {
  const found: { path: string; bytes: number; sha256: string }[] = [];
  for (const path of filesBelow(folder)) {
    const name = relative(folder, path);
    if (name === "log.jsonl" || name === "run.json" || name.startsWith("scratch")) continue;
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    found.push({ path: name, bytes: statSync(path).size, sha256: hash.digest("hex") });
  }
  return found;
}

/** Makes sure that a folder's files outlive a power cut. */
export function syncAll(folder: string): void {
  for (const path of [...filesBelow(folder), ...foldersBelow(folder), folder]) {
    const file = openSync(path, "r");
    fsyncSync(file);
    closeSync(file);
  }
}

function filesBelow(folder: string): string[] {
  return entriesBelow(folder).filter((path) => statSync(path).isFile());
}

function foldersBelow(folder: string): string[] {
  return entriesBelow(folder).filter((path) => statSync(path).isDirectory());
}

function entriesBelow(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[]).sort().map((name) => join(folder, name));
}
