import { chiSquareTail } from "./chi-square.js";

/**
 * The square of z by which two shares differ, their variance pooled: chi-square with one degree of freedom where they are
 * one share. Pearson's test of a table of two by two, without correction. Counts may be fractions; weights taken for
 * counts make it as sure as so many rows would.
 * @returns 0 where all or none are yes
 */
export function twoProportionStatistic(
  yesHere: number,
  noHere: number,
  yesThere: number,
  noThere: number,
): number {
  const here = yesHere + noHere;
  const there = yesThere + noThere;
  const yes = yesHere + yesThere;
  const no = noHere + noThere;
  if (!(yes > 0 && no > 0 && here > 0 && there > 0)) return 0;
  const cross = yesHere * noThere - yesThere * noHere;
  return (cross * cross * (here + there)) / (here * there * yes * no);
}

/**
 * How likely two shares of one share differ as much as these or more: the two-sided z-test.
 * @example twoProportionTest(15, 85, 5, 95); // 0.0184…
 */
export function twoProportionTest(
  yesHere: number,
  noHere: number,
  yesThere: number,
  noThere: number,
): number {
  return chiSquareTail(twoProportionStatistic(yesHere, noHere, yesThere, noThere), 1);
}
