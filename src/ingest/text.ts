import { isAscii, isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { type Readable, Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import iconv from "iconv-lite";
import { CliError, EXIT } from "../error.js";
import type { CsvSpec } from "../pipeline/schema.js";

const ICONV: Record<CsvSpec["encoding"], string> = {
  "utf-8": "utf8",
  "utf-16": "utf16",
  "latin-1": "latin1",
  "windows-1252": "windows-1252",
};

export interface Fingerprint {
  readonly sha256: string;
  /** Offset in the unpacked text of a stretch that is not UTF-8, if it was looked for and found. */
  readonly notUtf8At?: number;
  /** Whether the text, if it was looked at, is plain ASCII: the same in every encoding but UTF-16. */
  readonly ascii: boolean;
}

/** SHA-256 of a file as delivered; with `text`, also whether it is UTF-8 throughout. Streams; any size. */
export async function fingerprint(path: string, text: boolean): Promise<Fingerprint> {
  const hash = createHash("sha256");
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  file.on("data", (chunk) => hash.update(chunk));
  let notUtf8At: number | undefined;
  let ascii = true;
  let seen = 0;
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of path.endsWith(".gz") && text ? file.pipe(createGunzip()) : file) {
    if (!text || notUtf8At !== undefined) continue;
    const block = tail.length === 0 ? (chunk as Buffer) : Buffer.concat([tail, chunk as Buffer]);
    const whole = block.subarray(0, lastBoundary(block));
    ascii &&= isAscii(block);
    if (!isUtf8(whole)) notUtf8At = seen;
    seen += whole.length;
    tail = block.subarray(whole.length);
  }
  if (notUtf8At === undefined && tail.length > 0 && !isUtf8(tail)) notUtf8At = seen;
  return { sha256: hash.digest("hex"), ascii, ...(notUtf8At === undefined ? {} : { notUtf8At }) };
}

/** Whether the engine needs a UTF-8 copy of the file. */
export function needsTranscoding(spec: CsvSpec): boolean {
  return spec.encoding !== "utf-8" || spec.delimiter === "whitespace";
}

/** Writes a UTF-8 copy of a text file; runs of blanks become tabs where columns are aligned by them. */
export async function transcode(from: string, to: string, spec: CsvSpec): Promise<void> {
  const steps: NodeJS.ReadWriteStream[] = [];
  if (from.endsWith(".gz")) steps.push(createGunzip());
  steps.push(iconv.decodeStream(ICONV[spec.encoding]));
  if (spec.delimiter === "whitespace") steps.push(new AlignedColumns());
  steps.push(iconv.encodeStream("utf8"));
  await pipeline([createReadStream(from, { highWaterMark: 1 << 20 }), ...steps, createWriteStream(to)]);
}

/** Bytes of a file that its beginning is taken from; a file that is no longer is taken whole. */
export const BEGINNING = 1 << 16;

/** The beginning of a text file, unpacked and decoded. */
export async function beginning(path: string, encoding: CsvSpec["encoding"]): Promise<string> {
  const file = createReadStream(path, { end: BEGINNING - 1 });
  const source: Readable = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  const chunks: Buffer[] = [];
  source.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(source, "end").catch((error) => {
    if (chunks.length === 0) throw error;
  });
  return iconv.decode(Buffer.concat(chunks), ICONV[encoding]).replace(/^\uFEFF/, "");
}

/** Whether a text that was read in an encoding of one byte a letter was UTF-8: no other text with accents could be. */
export function wasUtf8(text: string, { encoding }: CsvSpec): boolean {
  if (encoding !== "latin-1" && encoding !== "windows-1252") return false;
  const bytes = iconv.encode(text, ICONV[encoding]);
  return !isAscii(bytes) && isUtf8(bytes);
}

/** The error for a file that is declared to be in an encoding of one byte a letter and is UTF-8. */
export function isUtf8AfterAll(source: string, file: { shown: string }, spec: CsvSpec): CliError {
  return new CliError(EXIT.gate, {
    code: "CRM-E3009",
    file: file.shown,
    message: `the text is UTF-8, not ${spec.encoding}`,
    hint: `Say so: sources.${source}.csv.encoding: utf-8.`,
  });
}

/** The error for a file that is declared UTF-8 and is not: names the line and what it looks like. */
export async function notUtf8(
  source: string,
  file: { path: string; shown: string },
  at: number,
): Promise<CliError> {
  let line = 1;
  let seen = 0;
  let wide = false;
  const raw = createReadStream(file.path);
  const bytes: Readable = file.path.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
  reading: for await (const chunk of bytes) {
    wide ||= seen === 0 && /^(\xff\xfe|\xfe\xff)/.test((chunk as Buffer).toString("latin1", 0, 2));
    for (const byte of chunk as Buffer) {
      if (seen++ >= at && byte >= 0x80) break reading;
      if (byte === 0x0a) line++;
    }
  }
  raw.destroy();
  return new CliError(EXIT.gate, {
    code: "CRM-E3008",
    file: file.shown,
    line,
    message: "from about here the text is not UTF-8",
    hint: `It looks like ${wide ? "utf-16" : "windows-1252"}: sources.${source}.csv.encoding`,
  });
}

function lastBoundary(block: Buffer): number {
  for (let back = 1; back <= Math.min(4, block.length); back++) {
    const byte = block[block.length - back]!;
    if (byte < 0x80) return block.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back >= length ? block.length : block.length - back;
    }
  }
  return block.length;
}

class AlignedColumns extends Transform {
  #rest = "";

  constructor() {
    super({ decodeStrings: false, encoding: "utf8" });
  }

  override _transform(chunk: string, _encoding: string, done: TransformCallback): void {
    const lines = (this.#rest + chunk).split(/\r?\n/);
    this.#rest = lines.pop()!;
    done(null, lines.map((line) => `${align(line)}\n`).join(""));
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#rest === "" ? "" : align(this.#rest));
  }
}

function align(line: string): string {
  return line
    .trim()
    .split(/[ \t]+/)
    .join("\t");
}
