/**
 * Cuts ordered values into pre-bins of about as many rows each: at quantiles, as numpy's default has them, each cut before
 * the value that the quantile falls on or below. A value that more than half of the rows have is a pre-bin of its own and
 * the others are cut for themselves, so that where nearly all is 0 what is above 0 is seen; a value that fills a pre-bin
 * stands alone, where what would stay with it is half a pre-bin at least. O(values + count).
 * @param rows how many have each value, in the values' order; may be 0
 * @param count how many pre-bins at most, a heavy value aside
 * @param least how many rows a pre-bin has at least
 * @returns of each pre-bin the value after its last, as an index, ascending; the last is the number of values
 */
export function prebinEnds(rows: ArrayLike<number>, count: number, least = 1): Int32Array {
  const n = rows.length;
  if (n === 0 || !(count >= 1 && least >= 1)) throw new RangeError("values, a pre-bin and a row are needed");
  const cuts = new Uint8Array(n + 1);
  cut(new Float64Array(rows), count, least, cuts);
  const ends: number[] = [];
  let since = 0;
  let last = 0;
  for (let i = 0; i < n; i++) {
    if (cuts[i] === 1 && since >= least) {
      ends.push(i);
      last = since;
      since = 0;
    }
    since += rows[i]!;
  }
  if (since < least && last > 0) ends.pop();
  return Int32Array.from([...ends, n]);
}

/** Marks the values to cut before. */
function cut(rows: Float64Array, count: number, least: number, cuts: Uint8Array): void {
  let all = 0;
  for (let i = 0; i < rows.length; i++) all += rows[i]!;
  const pieces = Math.min(count, Math.floor(all / least));
  if (pieces <= 1) return;
  const main = rows.findIndex((one) => 2 * one > all);
  if (main >= 0) {
    cuts.fill(1, main, main + 2);
    cut(
      rows.map((one, i) => (i === main ? 0 : one)),
      count - 1,
      least,
      cuts,
    );
    return;
  }
  const own = quantiles(rows, all, pieces);
  for (const at of own) cuts[at] = 1;
  aloneWhereHeavy(rows, own, all / pieces, cuts);
}

function quantiles(rows: Float64Array, all: number, pieces: number): number[] {
  const found: number[] = [];
  let through = rows[0]!;
  for (let q = 1, i = 0; q < pieces; q++) {
    const place = Math.ceil((q * (all - 1)) / pieces);
    while (through <= place) through += rows[++i]!;
    if (found.at(-1) !== i && i > 0) found.push(i);
  }
  return found;
}

function aloneWhereHeavy(rows: Float64Array, own: readonly number[], fill: number, cuts: Uint8Array): void {
  for (const [k, at] of own.entries()) {
    if (rows[at]! < fill) continue;
    let rest = 0;
    for (let i = at + 1; i < (own[k + 1] ?? rows.length); i++) rest += rows[i]!;
    if (2 * rest >= fill) cuts[at + 1] = 1;
  }
}
