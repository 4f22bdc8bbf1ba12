import { CliError, EXIT } from "../error.js";

const ENGINE = ["CRM-E2001", "CRM-E2002"];

/**
 * Runs what reads a file; where the engine or the unpacker cannot, the error says what the file should have been.
 * @param kind what the file should be, as in "Parquet file"
 * @throws {CliError} exit 3 naming the file
 */
export async function reading<T>(
  file: { readonly shown: string },
  kind: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const packed = (cause as { code?: string }).code?.startsWith("Z_");
    const unread = cause instanceof CliError && cause.problems.every(({ code }) => ENGINE.includes(code));
    if (packed || unread) throw unreadable(file.shown, packed ? "gzip archive" : kind, cause);
    throw cause;
  }
}

/** The error for a file that is not what its name or the pipeline says. */
export function unreadable(file: string, kind: string, cause: unknown): CliError {
  const problem = { code: "CRM-E3006", file, message: `this is no ${kind}, or it is damaged or cut short` };
  return new CliError(EXIT.gate, { ...problem, hint: "Ask for a new delivery." }, { cause });
}

/** The error for a file that ends within a quoted field. */
export function unclosed(file: string, line: number): CliError {
  return new CliError(EXIT.gate, {
    code: "CRM-E3013",
    file,
    line,
    message: "a quoted field begins in this line and is not closed: it takes in all the rest of the file",
    hint: "Is the file cut off, or is the quote a mere character (csv.quote)? Ask for a new delivery.",
  });
}
