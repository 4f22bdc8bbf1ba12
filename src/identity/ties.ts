/** Two records of one customer that were compared, and how likely they are one person. */
export interface Tie {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
  readonly probability: number;
}

/** A tie that holds two sides of a customer together. */
export interface Seam extends Tie {
  /** Records of the two sides. */
  readonly sides: readonly [number, number];
  /** Mean probability over all pairs of records of the two sides; of a pair that was not compared, 0. */
  readonly across: number;
  /** Whether no other tie between the sides is strong enough by itself. */
  readonly only: boolean;
}

/**
 * The seams of one customer: the ties that join its records when they are taken from the strongest on, and what lies on
 * either side of each. A tie that is none of them says nothing that stronger ones do not say. What people have decided
 * to be one goes first and is no seam. Cost: seams × ties; take customers of some hundred records at most.
 * @param threshold probability from which a tie is strong enough by itself
 */
export function seamsOf(
  ties: readonly Tie[],
  together: readonly (readonly [number, number])[],
  threshold: number,
): Seam[] {
  const parent = new Map<number, number>();
  const find = (record: number): number => {
    let root = record;
    while ((parent.get(root) ?? root) !== root) root = parent.get(root)!;
    return root;
  };
  const neighbours = new Map<number, number[]>();
  const join = (low: number, high: number): boolean => {
    const [a, b] = [find(low), find(high)];
    if (a === b) return false;
    parent.set(Math.max(a, b), Math.min(a, b));
    for (const [one, other] of [
      [low, high],
      [high, low],
    ] as const)
      neighbours.set(one, [...(neighbours.get(one) ?? []), other]);
    return true;
  };
  for (const [low, high] of together) join(low, high);
  const strongest = [...ties].sort((a, b) => b.weight - a.weight || a.low - b.low || a.high - b.high);
  const tree = strongest.filter(({ low, high }) => join(low, high));
  const records = new Set([...ties.flatMap(({ low, high }) => [low, high]), ...together.flat()]);
  return tree.map((seam) => {
    const side = reached(seam.low, seam.high, neighbours);
    const crossing = ties.filter(({ low, high }) => side.has(low) !== side.has(high));
    const others = [...records].filter((record) => find(record) === find(seam.low)).length - side.size;
    const sum = crossing.reduce((total, { probability }) => total + probability, 0);
    return {
      ...seam,
      sides: [side.size, others],
      across: sum / (side.size * others),
      only: crossing.every((tie) => tie === seam || tie.probability < threshold),
    };
  });
}

/** What can be reached from one end of a tree's edge without going over to the other. */
function reached(
  from: number,
  over: number,
  neighbours: ReadonlyMap<number, readonly number[]>,
): Set<number> {
  const side = new Set([from]);
  for (const record of side)
    for (const next of neighbours.get(record) ?? []) if (!(record === from && next === over)) side.add(next);
  return side;
}
