import { uniform } from "../../numeric/uniform.js";

/**
 * The fold of each row, all rows of one customer in one: customers are dealt out in an order that the seed determines, those
 * who ever said yes first, so that every fold has its part of them.
 * @param group the customer of each row, numbered from 0 in an order that does not depend on how rows came
 * @returns from 0 to `folds` − 1 by place in `rows`
 */
export function dealFolds(
  rows: Int32Array,
  answer: Uint8Array,
  group: Int32Array,
  folds: number,
  seed: number,
): Uint8Array {
  const said = new Map<number, boolean>();
  for (const row of rows) said.set(group[row]!, (said.get(group[row]!) ?? false) || answer[row] === 1);
  const next = uniform(seed);
  const drawn = [...said.keys()]
    .sort((a, b) => a - b)
    .map((one) => ({ one, yes: said.get(one)!, at: next() }));
  drawn.sort((a, b) => Number(b.yes) - Number(a.yes) || a.at - b.at || a.one - b.one);
  const foldOf = new Map(drawn.map(({ one }, place) => [one, place % folds]));
  return Uint8Array.from(rows, (row) => foldOf.get(group[row]!)!);
}
