/** Points halfway are fewer than at either centre by so many standard errors. */
const SURE = 3.1;

/**
 * Whether there is a valley between any two centres: fewer points halfway than at either of them, beyond chance. Only
 * points near the line through both count, as near as the nearer half of those of both groups. A cloud whose density is
 * log-concave, such as a normal or a uniform one or one of independent habits, has no valley along any line, however it is
 * cut (Prékopa 1973, On logarithmic concave measures and functions): groups without one are cuts of one cloud. O(k² n d).
 * @param groups the group of each point, a place among the centres
 * @returns undefined where there are too few points at any two centres to tell
 */
export function hasValley(
  points: readonly (readonly number[])[],
  centres: readonly (readonly number[])[],
  groups: ArrayLike<number>,
): boolean | undefined {
  let told = false;
  for (let b = 1; b < centres.length; b++)
    for (let a = 0; a < b; a++) {
      const placed = along(points, centres[a]!, centres[b]!);
      const both = placed.filter((_, i) => groups[i] === a || groups[i] === b);
      const [one, halfway, other] = counts(placed, median(both.map(({ off }) => off)));
      const fewer = Math.min(one, other);
      if (fewer - halfway > SURE * Math.sqrt(fewer + halfway)) return true;
      told ||= fewer > SURE * Math.sqrt(fewer);
    }
  return told ? false : undefined;
}

interface Placed {
  /** 0 at one centre, 1 at the other. */
  readonly at: number;
  /** Square of the distance from the line. */
  readonly off: number;
}

function along(points: readonly (readonly number[])[], from: readonly number[], to: readonly number[]) {
  const way = to.map((x, j) => x - from[j]!);
  const length = way.reduce((sum, x) => sum + x * x, 0);
  return points.map((point): Placed => {
    let product = 0;
    let square = 0;
    for (let j = 0; j < way.length; j++) {
      const x = point[j]! - from[j]!;
      product += x * way[j]!;
      square += x * x;
    }
    return { at: product / length, off: square - (product * product) / length };
  });
}

/** Points no farther off the line than `reach`, in a sixth of the way around one centre, halfway and around the other. */
function counts(placed: readonly Placed[], reach: number): [number, number, number] {
  const near = placed.filter(({ off }) => off <= reach);
  const around = (middle: number) => near.filter(({ at }) => Math.abs(at - middle) <= 1 / 6).length;
  return [around(0), around(0.5), around(1)];
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
