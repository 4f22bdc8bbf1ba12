import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { splitRecords } from "../../src/ingest/records.js";

interface Split {
  readonly line: number;
  readonly end: number;
  readonly text: string;
}

/** The same by hand, one character after the other. */
function byHand(text: string, lineEnd: string): Split[] {
  const records: Split[] = [];
  let begin = 0;
  let line = 1;
  let first = 1;
  let state: "start" | "plain" | "quoted" | "closed" = "start";
  const close = (end: number) => {
    records.push({ line: first, end: end + 1, text: text.slice(begin, end).replace(/\r$/, "") });
    begin = end + 1;
    first = line;
    state = "start";
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === lineEnd) line++;
    if (state === "quoted") state = character === '"' ? "closed" : "quoted";
    else if (character === lineEnd) close(i);
    else if (character === '"' && state !== "plain") state = "quoted";
    else state = character === "," ? "start" : "plain";
  }
  if (begin < text.length) close(text.length);
  return records;
}

async function split(text: string, size: number, lineEnd: string): Promise<Split[]> {
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  const records: Split[] = [];
  const stream = Readable.from(chunks) as AsyncIterable<Buffer>;
  for await (const batch of splitRecords(stream, { delimiter: ",", quote: '"', lineEnd }))
    for (const record of batch)
      records.push({ line: record.line, end: record.end, text: record.bytes.toString() });
  return records;
}

/** Texts of the characters that matter, all different, the same in every run. */
function texts(count: number, characters: string): string[] {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(40) }, () => characters[next(characters.length)]!).join(""),
  );
}

test("a record that never ends is kept only in part, and said not to be closed", async () => {
  async function* endless() {
    yield Buffer.from('a\n"');
    for (let i = 0; i < 12; i++) yield Buffer.alloc(1 << 20, "x");
    yield Buffer.from("\n");
  }
  const records = [];
  for await (const batch of splitRecords(endless(), { delimiter: ",", quote: '"', lineEnd: "\n" }))
    records.push(...batch);
  expect(records.map(({ line, unclosed }) => ({ line, unclosed }))).toEqual([
    { line: 1, unclosed: false },
    { line: 2, unclosed: true },
  ]);
  expect(records[1]!.end).toBe(2 + 1 + 12 * (1 << 20) + 1 + 1);
  expect(records[1]!.bytes.length).toBeLessThan(5 << 20);
});

test.each([
  ["\n", 'ab,"\n'],
  ["\n", '"",\n\r'],
  ["\r", 'a,"\r'],
])("records ended by %j are split as by hand, however the bytes come", async (lineEnd, characters) => {
  for (const text of texts(300, characters)) {
    const wanted = byHand(text, lineEnd);
    for (const size of [1, 2, 7, 100]) expect(await split(text, size, lineEnd), text).toEqual(wanted);
  }
});
