const FEW = 2048;
const DIGITS = 4;
const BASE = 65536;
const LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The places of numbers from the least to the greatest, equal ones (0 and −0 are) as they came. A radix sort by the 64
 * bits of each number, which ascend with it once those of negative ones are turned over (Knuth, The Art of Computer
 * Programming 3, 5.2.5); few numbers are compared instead, and
 * sorted ones seen to be so. O(n).
 * @param values no NaN among them
 * @example ascendingOrder(Float64Array.of(3, 1, 2)); // 1, 2, 0
 */
export function ascendingOrder(values: Float64Array): Uint32Array {
  const n = values.length;
  let order = new Uint32Array(n).map((_, i) => i);
  let i = 1;
  while (i < n && values[i - 1]! <= values[i]!) i++;
  if (i >= n) return order;
  if (n <= FEW) return order.sort((a, b) => values[a]! - values[b]! || a - b);
  const keys = new Uint16Array(values.map((value) => value + 0).buffer);
  const digit = (d: number) => (LITTLE ? d : DIGITS - 1 - d);
  for (let i = 0; i < n; i++) {
    const top = DIGITS * i + digit(DIGITS - 1);
    if (keys[top]! < BASE / 2) keys[top]! ^= BASE / 2;
    else for (let d = 0; d < DIGITS; d++) keys[DIGITS * i + d]! ^= BASE - 1;
  }
  let other = new Uint32Array(n);
  for (let d = 0; d < DIGITS; d++) {
    const offset = digit(d);
    const starts = new Uint32Array(BASE + 1);
    for (let i = 0; i < n; i++) starts[keys[DIGITS * i + offset]! + 1]!++;
    if (starts[keys[offset]! + 1] === n) continue;
    for (let k = 0; k < BASE; k++) starts[k + 1]! += starts[k]!;
    for (let i = 0; i < n; i++) {
      const row = order[i]!;
      other[starts[keys[DIGITS * row + offset]!]!++] = row;
    }
    [order, other] = [other, order];
  }
  return order;
}
