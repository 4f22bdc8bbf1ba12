import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "./project.js";

/** The hash of every file in the tables and lists of the published run, by its path. */
export function bytesOf(project: Project): Record<string, string> {
  const home = join(project.out, "current");
  const folders = ["tables", "lists"].filter((folder) => existsSync(join(home, folder)));
  const paths = folders.flatMap((folder) =>
    (readdirSync(join(home, folder), { recursive: true }) as string[]).map((name) => join(folder, name)),
  );
  const files = paths.filter((path) => statSync(join(home, path)).isFile()).sort();
  return Object.fromEntries(
    files.map((path) => [
      path,
      createHash("sha256")
        .update(readFileSync(join(home, path)))
        .digest("hex"),
    ]),
  );
}

/** A linear congruential generator; numbers from 0 to 1. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The items in another order, the same for the same seed. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = numbers(seed);
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
