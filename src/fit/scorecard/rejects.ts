import type { Fitted } from "./card.js";
import type { Column } from "./columns.js";
import type { Examples } from "./counts.js";

/** How declined applications take part, whose answer nobody will ever know. */
export interface Rejects {
  /**
   * `fuzzy`: each twice, as a yes of the weight of its chance and as a no of the rest; `parcelling`: each once, as a yes or a no, drawn
   * by the rate of yes of the accepted in its tenth of the scores.
   */
  readonly method: "fuzzy" | "parcelling";
  /** How many times as likely a yes they are: their odds (fuzzy) or their rate (parcelling). */
  readonly inflation: number;
  /** Their places in the columns. */
  readonly rows: Int32Array;
  /** A number from 0 to below 1 for each, by which it is drawn. */
  readonly draws: Float64Array;
}

/** A card, and what part of the declined was taken for a yes to make it. */
export interface Inferred extends Fitted {
  readonly assumed: number;
}

const BANDS = 10;
/** However much worse the declined are, nobody is sure to be bad. */
const MOST = 0.99;

/**
 * Makes a fitter that lets the declined take part (Siddiqi, Credit Risk Scorecards, 2006, ch. 6): it learns from the examples
 * that it is given, says by that what the declined would have been, and learns once more from both. Since it is all done
 * anew for each fold, no answer of rows left out is in what is assumed. What it assumes, no data can test.
 * @param cardFrom learns one card of some columns from some examples
 */
export function withRejects(
  columns: readonly Column[],
  rejects: Rejects,
  cardFrom: (columns: readonly Column[], examples: Examples) => readonly Fitted[],
): (examples: Examples) => Inferred {
  const size = columns[0]?.codes.length ?? 0;
  const { rows: declined, method } = rejects;
  const copies = declined.map((_, k) => size + k);
  const doubled = columns.map((column) => {
    const codes = new Int32Array(size + declined.length);
    codes.set(column.codes);
    declined.forEach((row, k) => {
      codes[size + k] = column.codes[row]!;
    });
    return { ...column, codes };
  });
  return (examples) => {
    const [first] = cardFrom(columns, examples) as [Fitted];
    const chances = method === "fuzzy" ? fuzzy(first, rejects) : parcelled(first, examples, rejects);
    const answer = new Uint8Array(size + declined.length);
    const weights = new Float64Array(size + declined.length).fill(1);
    answer.set(examples.answer.subarray(0, size));
    if (examples.weights !== undefined) weights.set(examples.weights.subarray(0, size));
    declined.forEach((row, k) => {
      answer[row] = Number(method === "fuzzy" || chances[k] === 1);
      weights[row] = method === "fuzzy" ? chances[k]! : 1;
      weights[copies[k]!] = 1 - chances[k]!;
    });
    const rows = Int32Array.from([...examples.rows, ...declined, ...(method === "fuzzy" ? copies : [])]);
    const [second] = cardFrom(doubled, { answer, weights, rows }) as [Fitted];
    const assumed = chances.reduce((sum, chance) => sum + chance, 0) / declined.length;
    return { ...second, assumed };
  };
}

/** The chance of a yes of each, by the card of the accepted, its odds inflated. */
function fuzzy(card: Fitted, { rows, inflation }: Rejects): Float64Array {
  return card.score(rows).map((odds) => Math.min(MOST, 1 / (1 + Math.exp(-odds) / inflation)));
}

/** 1 or 0 for each: drawn by the inflated rate of yes of the accepted in its tenth, the outer ones without end. */
function parcelled(
  card: Fitted,
  { answer, weights, rows: accepted }: Examples,
  { rows, inflation, draws }: Rejects,
): Float64Array {
  const odds = card.score(accepted);
  const sorted = odds.slice().sort();
  const cuts = Array.from(
    { length: BANDS - 1 },
    (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / BANDS)]!,
  );
  const bandOf = (one: number) => cuts.filter((cut) => one >= cut).length;
  const [yes, all] = [new Float64Array(BANDS), new Float64Array(BANDS)];
  accepted.forEach((row, i) => {
    const [band, weight] = [bandOf(odds[i]!), weights?.[row] ?? 1];
    all[band]! += weight;
    if (answer[row] === 1) yes[band]! += weight;
  });
  // A tenth that ties leave empty takes the rate of the next one below it.
  const rates = new Float64Array(BANDS);
  for (let band = 0; band < BANDS; band++)
    rates[band] = all[band]! > 0 ? yes[band]! / all[band]! : (rates[band - 1] ?? 0);
  return card
    .score(rows)
    .map((one, k) => Number(draws[k]! < Math.min(MOST, rates[bandOf(one)]! * inflation)));
}
