/** Room for the position of an event below its time in one exact double: 2^26 events, 2^27 seconds or days. */
const POSITIONS = 2 ** 26;

/**
 * Events collected in any order and read back in order of time, ties in order of arrival. Eight bytes hold an
 * event's owner and tag, eight more its place in time: ten million events fit in 160 MB.
 */
export class Timeline {
  readonly #origin: number;
  #keys = new Float64Array(1024);
  #owners = new Uint32Array(1024);
  #tags = new Uint8Array(1024);
  #length = 0;
  #sorted = false;

  /** @param origin an instant before all others, in the unit of the events */
  constructor(origin: number) {
    this.#origin = origin;
  }

  get length(): number {
    return this.#length;
  }

  /** @throws {RangeError} beyond 2^26 events */
  push(at: number, owner: number, tag = 0): number {
    const position = this.#length;
    if (position === POSITIONS) throw new RangeError("too many events for one timeline");
    if (position === this.#keys.length) this.#grow();
    this.#keys[position] = (at - this.#origin) * POSITIONS + position;
    this.#owners[position] = owner;
    this.#tags[position] = tag;
    this.#length += 1;
    return position;
  }

  /** Puts the events in order; nothing can be pushed in between any more. */
  sort(): this {
    this.#keys = this.#keys.slice(0, this.#length).sort();
    this.#sorted = true;
    return this;
  }

  /** The event of a rank in time: `position` is the order of arrival. */
  at(rank: number): { at: number; position: number; owner: number; tag: number } {
    if (!this.#sorted) throw new Error("a timeline is read after it is sorted");
    const key = this.#keys[rank]!;
    const at = Math.floor(key / POSITIONS);
    const position = key - at * POSITIONS;
    return { at: at + this.#origin, position, owner: this.#owners[position]!, tag: this.#tags[position]! };
  }

  owner(position: number): number {
    return this.#owners[position]!;
  }

  #grow(): void {
    const length = this.#length * 2;
    const keys = new Float64Array(length);
    keys.set(this.#keys);
    const owners = new Uint32Array(length);
    owners.set(this.#owners);
    const tags = new Uint8Array(length);
    tags.set(this.#tags);
    this.#keys = keys;
    this.#owners = owners;
    this.#tags = tags;
  }
}
