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
  /** Chances of a comparison's levels that are set, undefined where they are not. */
  readonly held?: (comparison: number) => Held;
  /** Whether the share stays as it is. */
  readonly keeps?: boolean;
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
  const { open, counts, places, begins, size } = table;
  const width = open.length;
  const flat = (kind: Kind) => {
    const list = new Float64Array(size);
    for (const [i, k] of open.entries()) {
      list[begins[i]!] = 1;
      list.set(kind.chances[k]!, begins[i]! + 1);
    }
    return list;
  };
  const chances = kinds.map(flat);
  const priors = chances.map((list) => list.map((x) => x * search.prior));
  const terms = new Float64Array(kinds.length);
  const last = kinds.length - 1;
  let round = 0;
  for (let change = 1; change > search.tolerance && round < search.rounds; round++) {
    const gathered = priors.map((list) => Float64Array.from(list));
    const sums = new Float64Array(kinds.length);
    for (let row = 0; row < counts.length; row++) {
      let total = 0;
      for (let kind = 0; kind <= last; kind++) {
        const list = chances[kind]!;
        let term = kinds[kind]!.share;
        for (let at = row * width; at < (row + 1) * width; at++) term *= list[places[at]!]!;
        terms[kind] = term;
        total += term;
      }
      if (total === 0) continue;
      const scale = counts[row]! / total;
      for (let kind = 0; kind < last; kind++) {
        const expected = terms[kind]! * scale;
        if (expected === 0) continue;
        sums[kind]! += expected;
        const list = gathered[kind]!;
        for (let at = row * width; at < (row + 1) * width; at++) list[places[at]!]! += expected;
      }
    }
    change = 0;
    let others = 1;
    for (let kind = 0; kind < last; kind++) {
      const { keeps, held } = kinds[kind]!;
      const share = keeps ? kinds[kind]!.share : sums[kind]! / Math.max(search.pairs, 1);
      change = Math.max(
        change,
        Math.abs(share - kinds[kind]!.share) / Math.max(share, kinds[kind]!.share, 1e-15),
      );
      kinds[kind]!.share = share;
      others -= share;
      for (const [i, k] of open.entries()) {
        if (!kinds[kind]!.learns(k)) continue;
        const from = begins[i]! + 1;
        const to = from + kinds[kind]!.chances[k]!.length;
        const learnt = normal(Array.from(gathered[kind]!.subarray(from, to), (x) => x + FLOOR));
        const next = holding(learnt, held?.(k) ?? []);
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

/** Values scaled to a sum of 1. */
export function normal(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

/** Chances of which some are set: these stay, and the others get what is left, in their proportions. */
export function holding(chances: readonly number[], held: Held): number[] {
  const free = chances.map((_, l) => held[l] === undefined);
  if (free.every(Boolean)) return [...chances];
  const left = 1 - chances.reduce((sum, _, l) => sum + (held[l] ?? 0), 0);
  const sum = chances.reduce((total, chance, l) => total + (free[l] ? chance : 0), 0);
  return chances.map((chance, l) => held[l] ?? Math.max((chance / sum) * left, FLOOR));
}
