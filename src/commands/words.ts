/** A number of people in words. */
export function people(number: number): string {
  return number === 1 ? "1 person" : `${number} people`;
}
