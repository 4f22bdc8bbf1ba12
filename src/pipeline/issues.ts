import { z } from "zod";
import { didYouMean, nearest, type Problem } from "../error.js";
import { lineFrom } from "./lines.js";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What a schema holds against one place of a file. */
interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly kind: "unknown key" | "missing" | "wrong";
  readonly hint?: string;
}

/**
 * What a schema holds against a pipeline file, one problem a mistake: an unknown key that is near a missing one is told
 * as a misspelling of it, and nothing more.
 */
export function problemsOf(
  issues: readonly Issue[],
  schema: z.ZodType,
  file: string,
  line: (path: Path) => number | undefined,
): Problem[] {
  const json = z.toJSONSchema(schema, { io: "input" }) as JsonSchema;
  const found = issues.flatMap(branch).flatMap((issue) => findings(issue, json));
  const unknown = found.filter(({ kind }) => kind === "unknown key");
  const follows = new Set(unknown.flatMap((each) => consequences(each, found)));
  return found
    .filter((each) => !follows.has(each))
    .map(({ path, kind, message, hint }) => {
      const at = lineFrom(path, line);
      return {
        code: CODES[kind],
        file,
        ...(at === undefined ? {} : { line: at }),
        message,
        ...(hint === undefined ? {} : { hint }),
      };
    });
}

const CODES = { "unknown key": "CRM-E1002", missing: "CRM-E1003", wrong: "CRM-E1004" };

/** Of a value that could be one thing or another: what is wrong with it as the one that it is like, if it is like one. */
function branch(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union" || issue.input === undefined) return [issue];
  const options = issue.errors.map((list) =>
    list.map((each) => ({ ...each, path: [...issue.path, ...each.path] }) as Issue),
  );
  const alike = options.filter(
    (list) => !list.some((each) => each.path.length === issue.path.length && isOtherKind(each)),
  );
  const shaped = alike.filter((list) => list.some(({ path }) => path.length > issue.path.length));
  const [only, ...others] = shaped.length > 0 ? shaped : alike;
  if (only !== undefined && others.length === 0) return only.flatMap(branch);
  const message = (alike.length > 0 ? alike : options).map(([first]) => plain(first!)).join(", or ");
  return [{ ...issue, message }];
}

/** What is missing, or is wrong with the whole that lacks it, because its key is misspelt. */
function consequences({ path }: Finding, found: readonly Finding[]): Finding[] {
  const parent = path.slice(0, -1).join(".");
  const beside = found.filter(
    (each) => each.kind === "missing" && each.path.slice(0, -1).join(".") === parent,
  );
  const names = beside.map((each) => String(each.path.at(-1)));
  const near = nearest(String(path.at(-1)), names);
  return [
    ...beside.filter((_, i) => names[i] === near),
    ...found.filter((each) => each.kind === "wrong" && each.path.join(".") === parent),
  ];
}

function isOtherKind(issue: Issue): boolean {
  if (issue.code === "invalid_value") return typeof issue.input !== typeof issue.values[0];
  return issue.code === "invalid_type";
}

function findings(issue: Issue, schema: JsonSchema): Finding[] {
  const name = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      kind: "unknown key",
      message: `unknown key "${key}"${name === "" ? "" : ` under ${name}`}`,
      hint: didYouMean(key, known),
    }));
  }
  const { path } = issue;
  if (issue.input === undefined && path.length > 0)
    return [{ path, kind: "missing", message: `"${name}" is missing` }];
  const near =
    issue.code === "invalid_value" && typeof issue.input === "string"
      ? nearest(issue.input, issue.values.map(String))
      : undefined;
  return [
    {
      path,
      kind: "wrong",
      message: `${name === "" ? "the file" : name}: ${plain(issue)}`,
      ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
    },
  ];
}

function plain(issue: Issue): string {
  const inner = issue.code === "invalid_key" ? issue.issues[0] : undefined;
  return (inner ?? issue).message.replace(/^Invalid (input|option): /, "");
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
