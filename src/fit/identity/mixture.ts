/** Pairs that answered alike, in a form that is fast to go through again and again. */
export interface Table {
  /** Comparisons that take part, by their place among all. */
  readonly open: readonly number[];
  readonly counts: Float64Array;
  /** For each pattern and open comparison: where the chance of its level stands in a flat list of chances. */
  readonly places: Int32Array;
  /** Where each open comparison begins in the flat list; its first place is the unknown, whose chance is 1. */
  readonly begins: readonly number[];
  readonly size: number;
}

export interface Pattern {
  readonly levels: readonly number[];
  readonly count: number;
}

/** Patterns over some comparisons, equal ones added up. `levels` tells how many levels each comparison has. */
export function tabulate(
  patterns: Iterable<Pattern>,
  levels: readonly number[],
  open: readonly number[],
): Table {
  const begins: number[] = [];
  let size = 0;
  for (const k of open) {
    begins.push(size);
    size += levels[k]! + 1;
  }
  const groups = new Map<number, number>();
  for (const pattern of patterns) {
    let code = 0;
    for (const k of open) code = code * (levels[k]! + 1) + pattern.levels[k]! + 1;
    groups.set(code, (groups.get(code) ?? 0) + pattern.count);
  }
  const counts = new Float64Array(groups.size);
  const places = new Int32Array(groups.size * open.length);
  let row = 0;
  for (const [code, count] of groups) {
    counts[row] = count;
    let rest = code;
    for (let i = open.length - 1; i >= 0; i--) {
      const radix = levels[open[i]!]! + 1;
      places[row * open.length + i] = begins[i]! + (rest % radix);
      rest = Math.floor(rest / radix);
    }
    row++;
  }
  return { open, counts, places, begins, size };
}

/** One kind of pairs: its share, the chances of its levels by comparison, and which of them may be learnt. */
export interface Kind {
  share: number;
  chances: number[][];
  readonly learns: (comparison: number) => boolean;
  /** Whether two of the kind always share a value, misspelt as often as one's own. */
  readonly shares?: (comparison: number) => boolean;
  /** Chances of a comparison's levels that are set, undefined where they are not. */
  readonly held?: (comparison: number) => Held;
  /** The most that the chance of a comparison's lowest level may be. */
  readonly mostDifferent?: (comparison: number) => number;
  /** Whether the share stays as it is. */
  readonly keeps?: boolean;
  /**
   * By comparison, how often two of the kind share a value; undefined where they do not learn it that way. A value that
   * they share is misspelt as often as one's own, by the chances of the first kind, though never beyond recognition; else
   * they are like the last kind.
   */
  readonly sharing?: (number | undefined)[];
  readonly mostSharing?: number;
  /** Whether values that are alike without being equal are one value that was misspelt, as often as one's own. */
  readonly misspelt?: boolean;
}

/** Chances that are set, by level. */
export type Held = readonly (number | undefined)[];

export interface Search {
  /** All pairs there are; those beyond the table's are of the last kind. */
  readonly pairs: number;
  /** Pairs that the starting chances are worth. */
  readonly prior: number;
  readonly rounds: number;
  readonly tolerance: number;
}

const FLOOR = 1e-6;

/**
 * Expectation–maximisation of a mixture of kinds of pairs, comparisons being independent within a kind. Changes the
 * shares and chances of the kinds, the last of which (strangers) learns nothing. Returns the number of rounds.
 */
export function maximise(table: Table, kinds: readonly Kind[], search: Search): number {
  const { open, begins, size } = table;
  const flat = (kind: Kind) => {
    const list = new Float64Array(size);
    for (const [i, k] of open.entries()) {
      list[begins[i]!] = 1;
      list.set(kind.chances[k]!, begins[i]! + 1);
    }
    return list;
  };
  const chances = kinds.map(flat);
  const priors = chances.slice(0, -1).map((list) => list.map((x) => x * search.prior));
  const last = kinds.length - 1;
  let round = 0;
  for (let change = 1; change > search.tolerance && round < search.rounds; round++) {
    const shares = kinds.map(({ share }) => share);
    const gathered = priors.map((list) => Float64Array.from(list));
    const sums = gather(table, shares, chances, gathered);
    change = 0;
    let others = 1;
    for (let kind = 0; kind < last; kind++) {
      const { keeps, held, mostDifferent } = kinds[kind]!;
      const share = keeps ? kinds[kind]!.share : sums[kind]! / Math.max(search.pairs, 1);
      change = Math.max(
        change,
        Math.abs(share - kinds[kind]!.share) / Math.max(share, kinds[kind]!.share, 1e-15),
      );
      kinds[kind]!.share = share;
      others -= share;
      for (const [i, k] of open.entries()) {
        const from = begins[i]! + 1;
        const to = from + kinds[kind]!.chances[k]!.length;
        const own = chances[0]!.subarray(from, to);
        const strange = chances[last]!.subarray(from, to);
        if (kinds[kind]!.shares?.(k)) {
          chances[kind]!.set(always(own), from);
          continue;
        }
        const { sharing, mostSharing = 1 } = kinds[kind]!;
        const before = sharing?.[k];
        if (before !== undefined) {
          const found = sharedBy(gathered[kind]!.subarray(from, to), own, strange, before);
          sharing![k] = Math.min(found, mostSharing);
          chances[kind]!.set(mixed(own, strange, sharing![k]!), from);
          continue;
        }
        if (!kinds[kind]!.learns(k)) continue;
        const learnt = normal(Array.from(gathered[kind]!.subarray(from, to), (x) => x + FLOOR));
        const bounded =
          kind === 0 || !kinds[kind]!.misspelt
            ? atMost(learnt, mostDifferent?.(k) ?? 1)
            : misspelt(learnt, own, strange);
        const next = holding(bounded, held?.(k) ?? []);
        if (kind === 0)
          for (const [l, x] of next.entries())
            change = Math.max(change, Math.abs(x - chances[kind]![from + l]!));
        chances[kind]!.set(next, from);
      }
    }
    kinds[last]!.share = Math.max(others, 0);
  }
  for (const [kind, list] of chances.entries())
    for (const [i, k] of open.entries()) {
      const from = begins[i]! + 1;
      kinds[kind]!.chances[k] = Array.from(list.subarray(from, from + kinds[kind]!.chances[k]!.length));
    }
  return round;
}

/** Adds to each level of each kind but the last how many pairs there are to expect; returns how many in all. */
function gather(
  { open, counts, places }: Table,
  shares: readonly number[],
  chances: readonly Float64Array[],
  gathered: readonly Float64Array[],
): Float64Array {
  const width = open.length;
  const terms = new Float64Array(shares.length);
  const sums = new Float64Array(gathered.length);
  for (let row = 0, from = 0; row < counts.length; row++, from += width) {
    const to = from + width;
    let total = 0;
    for (let kind = 0; kind < terms.length; kind++) {
      const list = chances[kind]!;
      let term = shares[kind]!;
      for (let at = from; at < to; at++) term *= list[places[at]!]!;
      terms[kind] = term;
      total += term;
    }
    if (total === 0) continue;
    const scale = counts[row]! / total;
    for (let kind = 0; kind < sums.length; kind++) {
      const expected = terms[kind]! * scale;
      if (expected === 0) continue;
      sums[kind]! += expected;
      const list = gathered[kind]!;
      for (let at = from; at < to; at++) list[places[at]!]! += expected;
    }
  }
  return sums;
}

/** The chances of a value that is shared so often. */
export function mixed(own: ArrayLike<number>, strange: ArrayLike<number>, share: number): number[] {
  const alike = recognised(own);
  return alike.map((chance, l) => share * chance + (1 - share) * strange[l]!);
}

/** The chances of a value that is always shared: hardly ever is nothing of it alike. */
export const always = (own: ArrayLike<number>) =>
  normal(recognised(own).map((chance) => Math.max(chance, FLOOR)));

/** One's own chances without the level of those that are not alike at all. */
const recognised = (own: ArrayLike<number>) => normal(Array.from(own, (chance, l) => (l === 0 ? 0 : chance)));

/** How often a value is shared by pairs that answered so often by level; some steps of its own expectation–maximisation. */
function sharedBy(counts: Float64Array, own: Float64Array, strange: Float64Array, before: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const alike = recognised(own);
  let share = Math.min(Math.max(before, 1e-3), 1 - 1e-3);
  for (let step = 0; step < 3; step++) {
    let shared = 0;
    for (const [l, count] of counts.entries()) {
      const both = share * alike[l]!;
      shared += (count * both) / (both + (1 - share) * strange[l]!);
    }
    share = shared / total;
  }
  return share;
}

/** Values scaled to a sum of 1. */
export function normal(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

/** Chances of a kind in which a shared value is misspelt no more often than one's own; what is beyond that goes to both ends. */
function misspelt(chances: readonly number[], own: ArrayLike<number>, strange: ArrayLike<number>): number[] {
  const top = chances.length - 1;
  const alike = chances[top]! / own[top]!;
  const bounded = chances.map((chance, l) =>
    l === 0 || l === top ? chance : Math.min(chance, alike * own[l]! + strange[l]!),
  );
  const between = bounded.reduce((sum, chance, l) => sum + (l === 0 || l === top ? 0 : chance), 0);
  const scale = (1 - between) / (chances[0]! + chances[top]!);
  return bounded.map((chance, l) => (l === 0 || l === top ? chance * scale : chance));
}

/** Chances of which the first is bounded; the others get what is left, in their proportions. */
const atMost = (chances: readonly number[], most: number): number[] =>
  chances[0]! <= most
    ? [...chances]
    : chances.map((chance, l) => (l === 0 ? most : (chance / (1 - chances[0]!)) * (1 - most)));

/** Chances of which some are set: these stay, and the others get what is left, in their proportions. */
export function holding(chances: readonly number[], held: Held): number[] {
  const free = chances.map((_, l) => held[l] === undefined);
  if (free.every(Boolean)) return [...chances];
  const left = 1 - chances.reduce((sum, _, l) => sum + (held[l] ?? 0), 0);
  const sum = chances.reduce((total, chance, l) => total + (free[l] ? chance : 0), 0);
  return chances.map((chance, l) => held[l] ?? Math.max((chance / sum) * left, FLOOR));
}
