import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { CliError, EXIT } from "../error.js";

/** A file of a tree: its path below the tree's folder, and where it is. */
export interface TreeFile {
  readonly name: string;
  readonly path: string;
  /** Whether it stands in the user's tree in place of one of ours. */
  readonly replaces: boolean;
}

/** The folder of this package: it holds sql/, reports/, pipelines/ and sample-data/. */
export const PACKAGE = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The folders that hold sql/ and reports/: the user's first, then ours. */
export function treesOf(project: string): string[] {
  return project === PACKAGE ? [PACKAGE] : [project, PACKAGE];
}

/**
 * Files of one kind below `<tree>/<folder>`, by their path; a user's file replaces ours of the same path.
 * @throws {CliError} exit 2 if one tree has two files for one table, or a user's path differs from ours in case only
 */
export function treeFiles(trees: readonly string[], folder: string, extension: string): TreeFile[] {
  const found = new Map<string, TreeFile>();
  for (const tree of [...trees].reverse()) {
    const root = join(tree, folder);
    const seen = new Map<string, string>();
    for (const path of walk(root).filter((file) => file.endsWith(extension))) {
      const name = relative(root, path)
        .split("\\")
        .join("/")
        .slice(0, -extension.length || undefined);
      const key = name.toLowerCase();
      const shown = relative(tree, path);
      if (seen.has(key)) throw twice(seen.get(key)!, shown);
      seen.set(key, shown);
      const ours = found.get(key);
      if (ours !== undefined && ours.name !== name)
        throw misspelt(shown, join(folder, ours.name + extension));
      found.set(key, { name, path, replaces: ours !== undefined });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The user's files that stand in place of ours. */
export function replacedFiles(trees: readonly string[]): string[] {
  return ["sql", "reports"].flatMap((folder) =>
    treeFiles(trees, folder, "").flatMap(({ name, replaces }) => (replaces ? [`${folder}/${name}`] : [])),
  );
}

/** A second file for a table that has one already. */
export function twice(first: string, second: string): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1101",
    file: second,
    message: `makes a table that ${first} makes already`,
    hint: "One file, one table: remove or rename one of the two.",
  });
}

function misspelt(own: string, ours: string): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1101",
    file: own,
    message: `differs from our ${ours} only in capital letters`,
    hint: `To stand in its place it must be called ${ours}; otherwise give it another name.`,
  });
}

function walk(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}
