const DIGITS = 17;

/**
 * The number of fewest digits above one value and at most another: where a person would cut between them. Of those with
 * as few digits the largest.
 * @example cutPoint(3965, 3973); // 3970
 */
export function cutPoint(below: number, above: number): number {
  for (let digits = 1; digits < DIGITS; digits++) {
    const near = Number(above.toPrecision(digits));
    const unit = 10 ** (Math.floor(Math.log10(Math.abs(near))) - digits + 1);
    const down = near <= above ? near : Number((near - unit).toPrecision(digits));
    if (down > below && down <= above) return down;
  }
  return above;
}
