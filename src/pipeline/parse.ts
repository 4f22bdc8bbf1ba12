import { createHash } from "node:crypto";
import { basename, dirname, resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { CliError, EXIT } from "../error.js";
import type { RoomSettings } from "../rooms/settings.js";
import { problemsOf } from "./issues.js";
import { lineOf } from "./lines.js";
import { base, type Pipeline } from "./schema.js";

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
  const line = (path: readonly PropertyKey[]) => lineOf(document, counter, path);
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
  const schema = pipelineSchema(rooms);
  const parsed = schema.safeParse(document.toJS() ?? {}, { reportInput: true });
  if (!parsed.success) throw new CliError(EXIT.usage, problemsOf(parsed.error.issues, schema, file, line));
  const value = parsed.data as Record<string, unknown>;
  const folder = dirname(resolve(file));
  return {
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
}
