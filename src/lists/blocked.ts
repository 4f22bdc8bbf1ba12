import { type Engine, quoteTable } from "../engine/engine.js";
import type { PreparedList } from "../pipeline/lists.js";
import { roomOf } from "../pipeline/steps.js";

/** A list that is not written, since its rule goes by a score that tells nothing. */
export interface BlockedList {
  readonly list: string;
  /** `predict.skis`. */
  readonly score: string;
  /** `no_signal`, `too_few`, `one_class`. */
  readonly reason: string;
}

/** Reasons in words. */
const WORDS: Readonly<Record<string, string>> = {
  no_signal: "has no usable signal",
  too_few: "was learnt from too few examples",
  one_class: "was learnt from answers that are all the same",
};

/** What a run says of it. */
export const blockedText = ({ list, score, reason }: BlockedList): string =>
  `list "${list}" is not written: its rule names ${score}, which ${WORDS[reason] ?? reason}`;

/**
 * The lists whose rules name a column that its room says tells nothing: rooms say so in `<room>.blocked`, with `name`, a
 * column that they have of customers, and `reason`.
 */
export async function blockedLists(engine: Engine, lists: readonly PreparedList[]): Promise<BlockedList[]> {
  const reasons = new Map<string, string>();
  const tables = (await engine.tables()).filter((table) => /\.blocked$/.test(table) && table !== OWN).sort();
  for (const table of tables) {
    const rows = await engine.read<{ name: string; reason: string }>(
      `select name, reason from ${quoteTable(table)} order by name`,
    );
    for (const { name, reason } of rows) reasons.set(`${roomOf(table)}.${name.toLowerCase()}`, reason);
  }
  return lists.flatMap(({ name, names }) => {
    const score = names.find((each) => reasons.has(each));
    return score === undefined ? [] : [{ list: name, score, reason: reasons.get(score)! }];
  });
}

/** What the run itself tells of them. */
const OWN = "lists.blocked";
