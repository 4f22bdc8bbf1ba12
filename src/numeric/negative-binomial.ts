/**
 * The chances of 0, 1 … `most` events within a time, at a rate that is gamma-distributed with a shape and a scale of the
 * same unit as the time.
 */
export function negativeBinomial(shape: number, scale: number, time: number, most: number): number[] {
  const share = time / (scale + time);
  const chances = [Math.exp(-shape * Math.log1p(time / scale))];
  for (let n = 1; n <= most; n++) chances.push((chances[n - 1]! * (shape + n - 1) * share) / n);
  return chances;
}
