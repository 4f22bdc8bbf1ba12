/** A feature of numbers, coded once for all folds. */
export interface NumericColumn {
  readonly name: string;
  readonly kind: "numeric";
  /** All numbers that occur, ascending, each once. */
  readonly values: Float64Array;
  /** Of each row the place of its number in `values`; −1 where it is missing. */
  readonly codes: Int32Array;
}

/** A feature of words, coded once for all folds. */
export interface CategoryColumn {
  readonly name: string;
  readonly kind: "category";
  /** All words that occur, in a fixed order. */
  readonly levels: readonly string[];
  /** Of each row the place of its word in `levels`; −1 where it is missing. */
  readonly codes: Int32Array;
}

export type Column = NumericColumn | CategoryColumn;

/** Codes numbers. NaN is missing, as are infinite ones. O(n log n). */
export function numericColumn(name: string, numbers: ArrayLike<number>): NumericColumn {
  const n = numbers.length;
  const sorted = new Float64Array(numbers).filter(Number.isFinite).sort();
  const values = sorted.filter((one, i) => i === 0 || one !== sorted[i - 1]);
  const codes = new Int32Array(n);
  for (let row = 0; row < n; row++) codes[row] = placeOf(numbers[row]!, values);
  return { name, kind: "numeric", values, codes };
}

/** Codes words; levels in the order of their code units. Null is missing. O(n + levels log levels). */
export function categoryColumn(name: string, words: readonly (string | null)[]): CategoryColumn {
  const levels = [...new Set(words.filter((word) => word !== null))].sort();
  const places = new Map(levels.map((level, place) => [level, place]));
  const codes = Int32Array.from(words, (word) => (word === null ? -1 : places.get(word)!));
  return { name, kind: "category", levels, codes };
}

/** Where a number stands among ascending ones; −1 if it is none of them. */
function placeOf(number: number, values: Float64Array): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < number) low = middle + 1;
    else high = middle;
  }
  return values[low] === number ? low : -1;
}
