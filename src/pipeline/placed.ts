import { CliError, type Problem } from "../error.js";
import { lineFrom } from "./lines.js";
import type { Pipeline } from "./schema.js";

/**
 * Does work that knows the settings of a room but not the file that they stand in; what it refuses is told with the file
 * and the line.
 * @param at where the settings stand, for a problem that does not say itself
 * @throws {CliError} as the work does
 */
export async function placed<T>(
  { file, line }: Pick<Pipeline, "file" | "line">,
  at: readonly PropertyKey[] | undefined,
  work: () => T | Promise<T>,
): Promise<T> {
  const place = (problem: Problem): Problem => {
    const path = problem.setting ?? at;
    if (problem.file !== undefined || path === undefined) return problem;
    const { setting: _, ...told } = problem;
    const found = lineFrom(path, line);
    return { ...told, file, ...(found === undefined ? {} : { line: found }) };
  };
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw new CliError(error.exit, error.problems.map(place), { cause: error.cause });
  }
}
