import { CliError, EXIT, type Problem } from "../error.js";
import type { Select } from "./engine.js";

const SAFE = ["Parser", "Binder", "Catalog", "Not implemented"];
const UNBOUND = /Values were not provided for the following prepared statement parameters: [\w, ]+/;

/**
 * A failed statement as an expected error that names the SQL file. The engine's own text is kept only where it
 * speaks of the statement; where it may quote rows it stays in `cause`, which is never printed.
 */
export function engineError(cause: unknown, select: Select): CliError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const kind = /^([A-Z][A-Za-z ]+?) Error:/.exec(text)?.[1] ?? "Unknown";
  const problem = describe(kind, text, select);
  const exit =
    problem.code === "CRM-E2003"
      ? EXIT.resources
      : problem.code === "CRM-E2004"
        ? EXIT.interrupted
        : EXIT.usage;
  return new CliError(kind === "Unknown" || kind === "INTERNAL" ? EXIT.unexpected : exit, problem, { cause });
}

function describe(kind: string, text: string, { file }: Select): Problem {
  if (
    kind === "Out of Memory" ||
    /No space left|File too large|could not (allocate|write)|memory limit|Failed to commit/i.test(text)
  ) {
    return {
      code: "CRM-E2003",
      file,
      message: "the engine ran out of memory or disk",
      hint: "Raise engine.memory in the pipeline, or free space in the output folder.",
    };
  }
  if (kind === "INTERRUPT" || /Interrupted/i.test(text)) {
    return { code: "CRM-E2004", file, message: "interrupted" };
  }
  const unbound = UNBOUND.exec(text)?.[0];
  if (unbound !== undefined) return { code: "CRM-E2001", file, message: unbound };
  if (SAFE.includes(kind) && !/could not convert|value/i.test(text)) {
    const line = Number(/^LINE (\d+):/m.exec(text)?.[1]);
    const message = (text.split("\n\nLINE")[0] ?? text).replace(/\s+/g, " ");
    return { code: "CRM-E2001", file, ...(line > 0 ? { line } : {}), message };
  }
  return {
    code: "CRM-E2002",
    file,
    message: `${kind} error in the engine; its text may quote rows and is withheld`,
  };
}
