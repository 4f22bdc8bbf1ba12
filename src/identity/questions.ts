import type { Tie } from "./ties.js";

/** A pair that people may be asked about: whether its records are one person. */
export interface Question extends Tie {
  /** The customers of the two records, twice the same where they are one. */
  readonly one: number;
  readonly other: number;
  readonly reason: string;
  readonly priority: number;
}

/** One customer is not asked about more often: the answers would settle the rest. */
const OFTEN = 2;
/** So many parts of all questions are kept for each reason, or one reason would drive the others out. */
const PARTS = 5;

/** The questions with the highest priority, ties going to the smaller records. */
export function chosen(questions: readonly Question[], most: number): Question[] {
  const times = new Map<number, number>();
  const open = questions
    .map((each) => ({ ...each, priority: Math.round(each.priority * 1e4) / 1e4 }))
    .sort((a, b) => b.priority - a.priority || a.low - b.low || a.high - b.high)
    .filter(({ one, other }) => {
      const customers = [...new Set([one, other])];
      if (customers.some((customer) => (times.get(customer) ?? 0) >= OFTEN)) return false;
      for (const customer of customers) times.set(customer, (times.get(customer) ?? 0) + 1);
      return true;
    });
  const reasons = [...new Set(open.map(({ reason }) => reason))];
  const kept = reasons.flatMap((name) =>
    open.filter(({ reason }) => reason === name).slice(0, Math.ceil(most / PARTS)),
  );
  const first = new Set([...new Set([...kept, ...open])].slice(0, most));
  return open.filter((question) => first.has(question));
}
