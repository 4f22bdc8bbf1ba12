import type { Evaluated } from "../../numeric/minimise.js";
import type { Weeks } from "../../value/time.js";
import type { Layout } from "./patterns.js";

export type ModelName = "bg_nbd" | "mbg_nbd" | "pareto_nbd" | "nbd";

/** A parameter above 0; `perTime` if it is a length of time, in the unit of the histories. */
export interface Parameter {
  readonly name: string;
  readonly perTime: boolean;
}

/** A line along which the third and the fourth parameter grow together without end. */
export interface Edge {
  /** Their logarithms by one coordinate, and their slopes along it. */
  at(place: number): { readonly logs: readonly [number, number]; readonly slopes: readonly [number, number] };
}

/** A model of when customers buy, and of whether they still do. */
export interface TransactionModel {
  readonly name: ModelName;
  readonly parameters: readonly Parameter[];
  /**
   * The log likelihood of histories by the logarithms of the parameters, with its slopes.
   * @param unit how many days are one unit of time
   */
  likelihood(layout: Layout, unit: number): (logs: readonly number[]) => Evaluated;
  /** Where all stop at one chance, or one rate; none where nobody stops. */
  readonly edge?: Edge;
  /** What it expects of a customer with these parameters, times in weeks. */
  expectations(parameters: readonly number[]): Expectations;
}

/**
 * What a model expects of a customer who bought on `x` days after the first, the last of them `recency` after it, looked
 * at when the first is `age` ago. All but `alive` are of one who still buys.
 */
export interface Expectations {
  /** The chance that the customer still buys. */
  alive(x: number, recency: Weeks, age: Weeks): number;
  /** Days with a purchase within the time ahead. */
  purchases(x: number, age: Weeks, ahead: Weeks): number;
  /** The mean square of that number. */
  square(x: number, age: Weeks, ahead: Weeks): number;
  /** The chance of any purchase within the time ahead. */
  any(x: number, age: Weeks, ahead: Weeks): number;
  /** All purchases to come, each discounted continuously at a rate a week above 0. */
  residual(x: number, age: Weeks, rate: number): number;
  /** The chances of 0, 1 … repeat purchases of a new customer by an age, the last one being that of so many or more. */
  frequencies(age: Weeks, most: number): number[];
}
