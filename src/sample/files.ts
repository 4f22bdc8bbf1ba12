import { createWriteStream } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import iconv from "iconv-lite";

/** A file of the sample as it was written: its path below the folder, its rows without the header, its size. */
export interface SampleFile {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}

const CHUNK = 1 << 20;

/**
 * Writes lines to a file, in UTF-8 or windows-1252 and through gzip where the path ends in `.gz`. Lines are made
 * no faster than they are written, a few chunks of a megabyte ahead. Lines other than NDJSON open with a header.
 */
export async function writeLines(
  path: string,
  lines: Iterable<string>,
  encoding: "utf8" | "win1252" = "utf8",
): Promise<Omit<SampleFile, "path">> {
  await mkdir(dirname(path), { recursive: true });
  let rows = 0;
  function* chunks(): Generator<Buffer> {
    let chunk = "";
    for (const line of lines) {
      chunk += line;
      rows += 1;
      if (chunk.length > CHUNK) {
        yield iconv.encode(chunk, encoding);
        chunk = "";
      }
    }
    yield iconv.encode(chunk, encoding);
  }
  const source = Readable.from(chunks(), { highWaterMark: 2 });
  if (path.endsWith(".gz")) await pipeline(source, createGzip({ level: 9 }), createWriteStream(path));
  else await pipeline(source, createWriteStream(path));
  const header = path.endsWith(".ndjson") ? 0 : 1;
  return { rows: rows - header, bytes: (await stat(path)).size };
}

/** A field of a comma- or semicolon-separated file, quoted only where it must be. */
export function field(text: string, delimiter = ","): string {
  return text.includes(delimiter) || text.includes('"') || text.includes("\n")
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}

/** Cents as a decimal number with a point. */
export function money(cents: number): string {
  const absolute = Math.abs(cents);
  const rest = absolute % 100;
  return `${cents < 0 ? "-" : ""}${(absolute - rest) / 100}.${rest < 10 ? "0" : ""}${rest}`;
}

/** Cents as a decimal number with a comma. */
export function moneyComma(cents: number): string {
  return money(cents).replace(".", ",");
}
