/**
 * The share of yes by weight: the chance that somebody who knows nothing of the rows would name.
 * @param answer 1 for yes, 0 for no
 * @returns NaN where nothing has weight
 */
export function baseRate(answer: Uint8Array, weights?: Float64Array): number {
  let [yes, all] = [0, 0];
  for (let i = 0; i < answer.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    all += weight;
    if (answer[i] === 1) yes += weight;
  }
  return yes / all;
}
