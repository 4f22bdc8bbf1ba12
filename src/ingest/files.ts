import { accessSync, constants, existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { CliError, EXIT } from "../error.js";
import type { Pipeline, SourceSpec } from "../pipeline/schema.js";

export type Format = NonNullable<SourceSpec["format"]>;

/** One delivered file of a source. */
export interface InputFile {
  readonly path: string;
  /** The path as the pipeline writes it, variables unresolved: what messages and run.json show. */
  readonly shown: string;
  readonly format: Format;
  readonly bytes: number;
}

export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

const FORMATS: Record<string, Format> = {
  csv: "csv",
  tsv: "csv",
  txt: "csv",
  ndjson: "ndjson",
  jsonl: "ndjson",
  json: "json",
  parquet: "parquet",
  arrow: "arrow",
  feather: "arrow",
  ipc: "arrow",
};

/**
 * The files of a source, by name; the newest only where the source takes the latest.
 * @throws {CliError} exit 2 for a variable that is not set or a path outside the permitted folders, 4 for a missing file
 */
export function findFiles(pipeline: Pipeline, name: string, world: World): InputFile[] {
  const source = pipeline.sources[name]!;
  const patterns = typeof source.files === "string" ? [source.files] : source.files;
  const found = patterns.flatMap((pattern) => {
    const { folder, rest, root } = locate(pipeline, name, pattern, world);
    const paths = glob(folder, rest.split("/"));
    if (paths.length === 0) throw missing(name, pattern);
    return paths.map((path) =>
      inputFile(path, join(shownFolder(pattern), relative(folder, path)), root, source, name),
    );
  });
  found.sort((a, b) => order(basename(a.path), basename(b.path)) || order(a.path, b.path));
  return source.take === "latest" ? found.slice(-1) : found;
}

/** The folders that a pipeline may read: its project, and the roots that its variables name. */
export function permittedRoots(pipeline: Pipeline, world: World): string[] {
  const roots = Object.entries(pipeline.sources).flatMap(([name, { files }]) =>
    (typeof files === "string" ? [files] : files).map(
      (pattern) => locate(pipeline, name, pattern, world).root,
    ),
  );
  return [...new Set([pipeline.project, ...roots])].filter(existsSync).map((root) => realpathSync(root));
}

function locate(pipeline: Pipeline, name: string, pattern: string, world: World) {
  const variable = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}\//.exec(pattern);
  if (variable === null) {
    return {
      folder: isAbsolute(pattern) ? "/" : pipeline.folder,
      rest: pattern.replace(/^\//, ""),
      root: pipeline.project,
    };
  }
  const value = world.environment[variable[1]!];
  if (value === undefined || value === "") {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1201",
      file: pipeline.file,
      ...place(pipeline, ["sources", name, "files"]),
      message: `the variable ${variable[1]} is not set`,
      hint: `Set ${variable[1]} to the folder that holds the files of source "${name}".`,
    });
  }
  const root = resolve(world.cwd, value);
  return { folder: root, rest: pattern.slice(variable[0].length), root };
}

function inputFile(path: string, shown: string, root: string, source: SourceSpec, name: string): InputFile {
  const real = realpathSync(path);
  const from = relative(realpathSync(root), real);
  if (from === ".." || from.startsWith(`..${sep}`) || isAbsolute(from) || !statSync(real).isFile()) {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1202",
      file: shown,
      message: `source "${name}" may not read this: it is outside the pipeline's folder or no regular file`,
      hint: "Name its folder through a variable at the beginning of files:, as in ${NAME}/…",
    });
  }
  if (!readable(real)) {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1207",
      file: shown,
      message: "the file may not be read by this user",
      hint: "Give the user that runs this the right to read it.",
    });
  }
  const extension = basename(path).replace(/\.gz$/, "").split(".").at(-1)!.toLowerCase();
  const format = source.format ?? FORMATS[extension];
  if (format === undefined) {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1203",
      file: shown,
      message: `what format is ".${extension}"?`,
      hint: `Say it in source "${name}": format: csv, ndjson, json, parquet or arrow.`,
    });
  }
  return { path: real, shown, format, bytes: statSync(real).size };
}

function readable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function missing(name: string, pattern: string): CliError {
  return new CliError(EXIT.late, {
    code: "CRM-E1204",
    file: pattern,
    message: `no file for source "${name}" yet`,
    hint: "If the delivery is only late, run again later; else mend the path in the pipeline.",
  });
}

function shownFolder(pattern: string): string {
  return /^(\$\{[^}]*\}|\/)/.exec(pattern)?.[0] ?? "";
}

function glob(folder: string, segments: readonly string[]): string[] {
  const [head, ...rest] = segments;
  if (head === undefined || head === "") return rest.length === 0 ? [] : glob(folder, rest);
  const names = /[*?]/.test(head) ? readNames(folder).filter((name) => matcher(head).test(name)) : [head];
  return names.flatMap((name) => {
    const path = join(folder, name);
    if (rest.length > 0) return glob(path, rest);
    return existsSync(path) ? [path] : [];
  });
}

function readNames(folder: string): string[] {
  return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder).sort() : [];
}

function matcher(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^(?!\\.)${source}$`);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function place(pipeline: Pipeline, path: readonly string[]): { line?: number } {
  const line = pipeline.line(path);
  return line === undefined ? {} : { line };
}
