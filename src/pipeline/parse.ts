import { createHash } from "node:crypto";
import { basename, dirname, resolve } from "node:path";
import { type Document, isCollection, isMap, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { CliError, didYouMean, EXIT, type Problem } from "../error.js";
import type { RoomSettings } from "../rooms/settings.js";
import { base, type Pipeline } from "./schema.js";

type Path = readonly PropertyKey[];

/** The schema of a whole pipeline file: what every pipeline has, and the settings of each room. */
export function pipelineSchema(rooms: ReadonlyMap<string, RoomSettings>) {
  const settings = Object.fromEntries([...rooms].map(([room, { schema }]) => [room, schema]));
  return z.strictObject({ ...base, ...settings });
}

/**
 * A pipeline file's text as a checked pipeline.
 * @throws {CliError} exit 2 with all problems at once, each with its line
 */
export function parsePipeline(
  text: string,
  file: string,
  rooms: ReadonlyMap<string, RoomSettings>,
): Pipeline {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const line = (path: Path) => lineOf(document, counter, path);
  if (document.errors.length > 0) {
    throw new CliError(
      EXIT.usage,
      document.errors.map((error) => ({
        code: "CRM-E1001",
        file,
        line: error.linePos?.[0].line ?? 1,
        column: error.linePos?.[0].col ?? 1,
        message: `not YAML: ${error.message.split("\n")[0]!.replace(/ at line .*$/, "")}`,
      })),
    );
  }
  const parsed = pipelineSchema(rooms).safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    throw new CliError(
      EXIT.usage,
      parsed.error.issues.flatMap((issue) => problems(issue, file, line, rooms)),
    );
  }
  const value = parsed.data as Record<string, unknown>;
  const folder = dirname(resolve(file));
  const pipeline: Pipeline = {
    ...(Object.fromEntries(Object.keys(base).map((key) => [key, value[key]])) as z.output<
      z.ZodObject<typeof base>
    >),
    file,
    folder,
    project: basename(folder) === "pipelines" ? dirname(folder) : folder,
    hash: createHash("sha256").update(text).digest("hex").slice(0, 12),
    settings: Object.fromEntries([...rooms.keys()].map((room) => [room, value[room]])),
    line,
  };
  const found = references(pipeline);
  if (found.length > 0) throw new CliError(EXIT.usage, found);
  return pipeline;
}

function problems(
  issue: z.core.$ZodIssue,
  file: string,
  line: (path: Path) => number | undefined,
  rooms: ReadonlyMap<string, RoomSettings>,
): Problem[] {
  const at = (path: Path) => {
    const found = line(path);
    return found === undefined ? {} : { line: found };
  };
  const name = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(z.toJSONSchema(pipelineSchema(rooms), { io: "input" }) as JsonSchema, issue.path);
    return issue.keys.map((key) => ({
      code: "CRM-E1002",
      file,
      ...at([...issue.path, key]),
      message: `unknown key "${key}"${name === "" ? "" : ` under ${name}`}`,
      hint: didYouMean(key, known),
    }));
  }
  const missing = issue.code === "invalid_type" && line(issue.path) === undefined;
  const parent = issue.path.slice(0, -1);
  return [
    {
      code: missing ? "CRM-E1003" : "CRM-E1004",
      file,
      ...at(missing ? parent : issue.path),
      message: missing ? `"${name}" is missing` : `${name === "" ? "the file" : name}: ${issue.message}`,
    },
  ];
}

/** What a schema check cannot see: names that must agree with other names of the file. */
function references(pipeline: Pipeline): Problem[] {
  const sources = Object.keys(pipeline.sources);
  return sources.flatMap((source) => {
    const named = pipeline.sources[source]!.set.contact_source;
    if (named === undefined || sources.includes(named)) return [];
    const path = ["sources", source, "set", "contact_source"];
    const line = pipeline.line(path);
    return [
      {
        code: "CRM-E1005",
        file: pipeline.file,
        ...(line === undefined ? {} : { line }),
        message: `contact_source "${named}" is no source of this pipeline`,
        hint: didYouMean(named, sources),
      },
    ];
  });
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
}

/** The keys that a JSON Schema allows at a path of the value. */
function keysAt(schema: JsonSchema, path: Path): string[] {
  const options = [schema, ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  const [head, ...rest] = path;
  if (head === undefined) return options.flatMap((option) => Object.keys(option.properties ?? {}));
  return options.flatMap((option) => {
    const next =
      typeof head === "number"
        ? option.items
        : (option.properties?.[String(head)] ??
          (typeof option.additionalProperties === "object" ? option.additionalProperties : undefined));
    return next === undefined ? [] : keysAt(next, rest);
  });
}

function lineOf(document: Document, counter: LineCounter, path: Path): number | undefined {
  if (path.length === 0) return 1;
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = path.at(-1)!;
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
    const offset = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
    return offset === undefined ? undefined : counter.linePos(offset).line;
  }
  const node = isCollection(parent) ? (parent.get(key, true) as { range?: [number] } | undefined) : undefined;
  return node?.range === undefined ? undefined : counter.linePos(node.range[0]).line;
}
