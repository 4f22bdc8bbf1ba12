import {
  always,
  type Held,
  holding,
  type Kind,
  maximise,
  mixed,
  normal,
  type Pattern,
  tabulate,
} from "./mixture.js";

export type { Pattern } from "./mixture.js";

/** What a comparison is to the fit: how many levels it has. */
export interface Respect {
  readonly name: string;
  readonly levels: number;
  /** Chance that two different people agree fully, where it was counted. */
  readonly repeat?: number;
  /** So many pairs that are one at most are on the lowest level. */
  readonly mostDifferent?: number;
  /** Chances that are set by hand, by level: among pairs that are one, and among strangers. */
  readonly m?: Held;
  readonly u?: Held;
}

export interface Found extends Pattern {
  /** Bits of the rules that found these pairs. */
  readonly rules: number;
}

/**
 * A kind of pairs that share much and are two (a household, a firm's branches). In some comparisons they are like
 * strangers, or share a value seldom (twins their birth date); all others are learnt.
 */
export interface Kin {
  readonly name: string;
  readonly strangers: readonly number[];
  readonly seldom?: readonly number[];
  /** Comparisons in which they share a value, always. */
  readonly shared?: readonly number[];
  /** Whether what is alike without being equal is so by misspelling. */
  readonly people?: boolean;
}

export interface Data {
  readonly respects: readonly Respect[];
  /** Pairs of records drawn at random. Levels by comparison, 0 the least alike, -1 unknown. */
  readonly random: readonly Pattern[];
  /** All candidate pairs. */
  readonly found: readonly Found[];
  /** For each rule that finds few false pairs, the comparisons that it decides. */
  readonly rules: ReadonlyMap<number, readonly number[]>;
  readonly kin: readonly Kin[];
  /** Number of all pairs of records that there are. */
  readonly pairs: number;
  /** Share of all pairs that are one, where it is set by hand. */
  readonly share?: number;
}

export interface Model {
  /** Shares of all pairs: those that are one, then of each kin. */
  readonly shares: readonly number[];
  /** Chances of each level by comparison: among pairs that are one, by kin, among strangers. */
  readonly m: readonly number[][];
  readonly kin: readonly (readonly number[][])[];
  readonly u: readonly number[][];
  readonly sessions: readonly Session[];
}

/** What the pairs of one rule say by themselves. */
export interface Session {
  readonly rule: number;
  readonly pairs: number;
  readonly shares: readonly number[];
  readonly rounds: number;
  /** By kind (one, then each kin) and comparison; undefined where the session says nothing. */
  readonly chances: readonly (readonly (number[] | undefined)[])[];
  /** By kind and comparison, how often a value is shared. */
  readonly sharing: readonly (readonly (number | undefined)[])[];
}

const FLOOR = 1e-6;
/** At most this share of all pairs is of one person or of a kin. */
const MOST = 0.99;
/** Random pairs, nearly all of them different, that go before those that were drawn: a small base has few. */
const USUAL = 20;
/** A session must find this many pairs of a kind to say anything of it. */
const ENOUGH = 10;
/** What is shared at times is shared so often at most. */
const SELDOM = 0.1;
/** Passes of learning the chances and, with them, taking true pairs out of the random ones. */
const PASSES = 2;

/**
 * Fits a Fellegi–Sunter model with more than two kinds of pairs: one, of a kin (two people of a household), strangers.
 * u comes from random pairs; the rest by expectation–maximisation, first among the pairs of each rule over what the rule
 * does not decide (the median of the sessions counts), then from there over all candidates at once.
 */
export function fitModel(data: Data): Model {
  const { respects, kin, found, pairs } = data;
  const levels = respects.map((respect) => respect.levels);
  const everything = tabulate(
    found,
    levels,
    levels.map((_, k) => k),
  );
  const drawn = respects.map((_, k) => randomShares(levels[k]!, k, data.random));
  let u = drawn.map((shares, k) => strangersOf(respects[k]!, shares));
  let sessions: Session[] = [];
  let kinds: Kind[] = [];
  for (let pass = 0; pass < PASSES; pass++) {
    sessions = [...data.rules].flatMap(([rule, decided]) => session(data, u, rule, decided) ?? []);
    kinds = starts(data, u, 1e-4);
    if (data.share !== undefined) Object.assign(kinds[0]!, { share: data.share, keeps: true });
    for (const [kind, { chances, learns, shares, sharing, held }] of kinds.slice(0, -1).entries())
      for (const k of levels.keys()) {
        if (shares?.(k)) chances[k] = always(kinds[0]!.chances[k]!);
        const told = median(sessions.map((each) => each.chances[kind]![k]));
        if (learns(k) && told !== undefined) chances[k] = holding(normal(told), held?.(k) ?? []);
        if (sharing?.[k] === undefined) continue;
        sharing[k] = median(sessions.map((each) => wrap(each.sharing[kind]![k])))?.[0] ?? sharing[k];
        chances[k] = mixed(kinds[0]!.chances[k]!, u[k]!, sharing[k]!);
      }
    maximise(everything, kinds, { pairs, prior: 20, rounds: 200, tolerance: 1e-4 });
    u = drawn.map((shares, k) => {
      const strangers = shares.map((share, l) => {
        const known = kinds.slice(0, -1).reduce((sum, kind) => sum + kind.share * kind.chances[k]![l]!, 0);
        return Math.max((share - known) / Math.max(kinds.at(-1)!.share, 1 - MOST), share / 50, FLOOR);
      });
      return strangersOf(respects[k]!, normal(strangers));
    });
  }
  for (const [i, { strangers, seldom = [] }] of kin.entries()) {
    const { chances, sharing } = kinds[i + 1]!;
    for (const k of strangers) chances[k] = u[k]!;
    for (const k of seldom) chances[k] = mixed(kinds[0]!.chances[k]!, u[k]!, sharing![k]!);
  }
  return {
    shares: bounded(
      kinds.slice(0, -1).map(({ share }) => share),
      data.share,
    ),
    m: kinds[0]!.chances,
    kin: kinds.slice(1, -1).map(({ chances }) => chances),
    u,
    sessions,
  };
}

/** Shares that leave some for strangers, even where all pairs there are agree. */
function bounded(shares: readonly number[], set?: number): number[] {
  const learnt = set === undefined ? shares : shares.slice(1);
  const sum = learnt.reduce((total, share) => total + share, 0);
  const most = Math.max(MOST - (set ?? 0), 0);
  const scale = sum > most ? most / sum : 1;
  return [...(set === undefined ? [] : [set]), ...learnt.map((share) => Math.max(share * scale, 1e-15))];
}

/** Shares of the levels among random pairs, those that know nothing left out. */
function randomShares(levels: number, k: number, random: readonly Pattern[]): number[] {
  const counts = Array.from({ length: levels }, (_, l) => USUAL * (l === 0 ? 0.97 : 0.03 / (levels - 1)));
  for (const { levels: each, count } of random) if (each[k]! >= 0) counts[each[k]!]! += count;
  return normal(counts);
}

/** Chances among strangers: as they were drawn, full agreement as it was counted over all values, or as they are set. */
const strangersOf = (respect: Respect, shares: readonly number[]): number[] =>
  holding(counted(respect, shares), respect.u ?? []);

/** The chance of full agreement as it was counted over all values. */
function counted({ repeat }: Respect, shares: readonly number[]): number[] {
  if (repeat === undefined) return [...shares];
  const top = shares.length - 1;
  const rest = 1 - shares[top]!;
  const chance = Math.max(repeat, 1e-10);
  return shares.map((share, l) => (l === top ? chance : (share * (1 - chance)) / rest));
}

/** Where the search begins; strangers are the last kind. */
function starts({ respects, kin }: Data, u: readonly (readonly number[])[], share: number): Kind[] {
  return [
    {
      share,
      chances: respects.map(({ levels, m }) => holding(ladder(levels, 0.9), m ?? [])),
      learns: () => true,
      held: (k) => respects[k]!.m ?? [],
      mostDifferent: (k) => respects[k]!.mostDifferent ?? 1,
    },
    ...kin.map((each) => kinKind(each, respects, u, share)),
    { share: 1 - share * (1 + kin.length), chances: u.map((levels) => [...levels]), learns: () => false },
  ];
}

function kinKind(
  { strangers, seldom = [], shared = [], people = false }: Kin,
  respects: Data["respects"],
  u: readonly (readonly number[])[],
  share: number,
): Kind {
  const sharing = respects.map((_, k) => (seldom.includes(k) ? SELDOM / 2 : undefined));
  return {
    share,
    sharing,
    mostSharing: SELDOM,
    chances: respects.map(({ levels }, k) => {
      if (strangers.includes(k)) return [...u[k]!];
      if (!people) return ladder(levels, 0.5);
      if (shared.includes(k)) return always(ladder(levels, 0.9));
      return mixed(ladder(levels, 0.9), u[k]!, sharing[k] ?? 0.5);
    }),
    learns: (k) => ![...strangers, ...seldom, ...shared].includes(k),
    shares: (k) => shared.includes(k),
    misspelt: people,
  };
}

const ladder = (levels: number, top: number) =>
  normal(Array.from({ length: levels }, (_, l) => (l === levels - 1 ? top : (1 - top) / (levels - 1))));

const wrap = (value: number | undefined) => (value === undefined ? undefined : [value]);

/** Expectation–maximisation among the pairs of one rule; undefined where it has nothing to say. */
function session(
  data: Data,
  u: readonly (readonly number[])[],
  rule: number,
  decided: readonly number[],
): Session | undefined {
  const { respects, kin, found } = data;
  const open = respects.map((_, k) => k).filter((k) => !decided.includes(k));
  const bit = 2 ** rule;
  const table = tabulate(
    found.filter(({ rules }) => Math.floor(rules / bit) % 2 === 1),
    respects.map(({ levels }) => levels),
    open,
  );
  const pairs = table.counts.reduce((sum, count) => sum + count, 0);
  if (open.length < 2 || pairs < ENOUGH) return undefined;
  const kinds = starts(data, u, 0);
  const usable = [true, ...kin.map(({ strangers }) => strangers.some((k) => open.includes(k)))];
  for (const [i, use] of usable.entries()) kinds[i]!.share = !use ? 0 : i === 0 ? 0.5 : 0.2 / kin.length;
  kinds.at(-1)!.share = 1 - kinds.slice(0, -1).reduce((sum, { share }) => sum + share, 0);
  const rounds = maximise(table, kinds, { pairs, prior: 2, rounds: 100, tolerance: 1e-3 });
  const shares = kinds.slice(0, -1).map(({ share }) => share);
  const chances = kinds
    .slice(0, -1)
    .map((kind) =>
      kind.chances.map((own, k) =>
        open.includes(k) && kind.learns(k) && kind.share * pairs >= ENOUGH ? own : undefined,
      ),
    );
  const sharing = kinds
    .slice(0, -1)
    .map((kind) =>
      respects.map((_, k) =>
        open.includes(k) && kind.share * pairs >= ENOUGH ? kind.sharing?.[k] : undefined,
      ),
    );
  return { rule, pairs, shares, rounds, chances, sharing };
}

/** The median of each level over the sessions that have an answer. */
function median(sessions: readonly (readonly number[] | undefined)[]): number[] | undefined {
  const told = sessions.filter((each) => each !== undefined);
  if (told.length === 0) return undefined;
  return told[0]!.map((_, l) => {
    const sorted = told.map((each) => each[l]!).sort((a, b) => a - b);
    const half = Math.floor(sorted.length / 2);
    return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  });
}
