/** What happened to one product of one customer after the other, threads together and each in the order of time. */
export interface Events {
  /** Numbers of customer and product. */
  readonly thread: Float64Array;
  /** 0: bought; 1: a return that names its order; 2: one that names none. */
  readonly step: Float64Array;
  /** Number of the order, or of the return. */
  readonly document: Float64Array;
  readonly quantity: Float64Array;
}

/**
 * The purchase that each unnamed return belongs to: the latest before it of which enough is left; −1 where there is none,
 * and for all that is no such return. A return sees nothing that comes after it.
 * @returns indices into the events
 */
export function matchReturns({ thread, step, document, quantity }: Events): Int32Array {
  const found = new Int32Array(thread.length).fill(-1);
  const left = Float64Array.from(quantity);
  let bought: number[] = [];
  for (let i = 0; i < thread.length; i++) {
    if (i > 0 && thread[i] !== thread[i - 1]) bought = [];
    if (step[i] === 0) {
      bought.push(i);
      continue;
    }
    const place = bought.findLastIndex((at) =>
      step[i] === 1 ? document[at] === document[i] : left[at]! >= quantity[i]!,
    );
    if (place < 0) continue;
    const at = bought[place]!;
    left[at]! -= quantity[i]!;
    if (step[i] === 2) {
      found[i] = at;
      if (left[at] === 0) bought.splice(place, 1);
    }
  }
  return found;
}
