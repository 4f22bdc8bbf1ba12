const CR = 0x0d;

/** One character each. */
interface Marks {
  readonly delimiter: string;
  readonly quote: string;
  readonly lineEnd: string;
}

/** A record of a CSV file as bytes: the physical line where it starts, and the byte where the next one starts. */
export interface RawRecord {
  readonly line: number;
  readonly end: number;
  readonly bytes: Buffer;
}

/**
 * Splits the bytes of a CSV file into records without looking into them: a record ends at a line end that no quoted
 * field holds. Blank lines are records of no bytes. Some ten times as fast as parsing.
 */
export async function* splitRecords(chunks: AsyncIterable<Buffer>, marks: Marks): AsyncGenerator<RawRecord> {
  const splitter = new Splitter(marks);
  for await (const chunk of chunks) yield* splitter.push(chunk);
  yield* splitter.finish();
}

type State = "start" | "plain" | "quoted" | "closed";

class Splitter {
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #lineEnd: number;
  #rest: Buffer = Buffer.alloc(0);
  #state: State = "start";
  /** Where in `#rest` the search goes on. */
  #at = 0;
  /** Lines and bytes before `#rest`. */
  #line = 1;
  #byte = 0;
  /** Line ends within the record that is being read. */
  #inside = 0;

  constructor({ delimiter, quote, lineEnd }: Marks) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quote = quote.charCodeAt(0);
    this.#lineEnd = lineEnd.charCodeAt(0);
  }

  *push(chunk: Buffer): Generator<RawRecord> {
    const block = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let begin = 0;
    let state = this.#state;
    for (let i = this.#at; i < block.length; i++) {
      const byte = block[i]!;
      if (state === "quoted") {
        if (byte === this.#quote) state = "closed";
        else if (byte === this.#lineEnd) this.#inside++;
      } else if (byte === this.#lineEnd) {
        yield this.#record(block, begin, i);
        begin = i + 1;
        state = "start";
      } else if (byte === this.#quote && state !== "plain") {
        state = "quoted";
      } else {
        state = byte === this.#delimiter ? "start" : "plain";
      }
    }
    this.#rest = block.subarray(begin);
    this.#at = this.#rest.length;
    this.#state = state;
  }

  *finish(): Generator<RawRecord> {
    if (this.#rest.length > 0) yield this.#record(this.#rest, 0, this.#rest.length);
  }

  #record(block: Buffer, begin: number, end: number): RawRecord {
    const text = end > begin && block[end - 1] === CR ? end - 1 : end;
    const line = this.#line;
    this.#byte += end + 1 - begin;
    this.#line += this.#inside + 1;
    this.#inside = 0;
    return { line, end: this.#byte, bytes: block.subarray(begin, text) };
  }
}
