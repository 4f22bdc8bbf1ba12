import type { SplinkLevel } from "./file.js";

/** The chance of a level that Splink says it never saw, and the least that it reckons with. */
const UNSEEN = 1e-6;
const LEAST = 1e-300;

/**
 * The chances of a comparison's levels, the most alike first. In a trained model those that are missing are the ones
 * that Splink itself starts from: m of .95 for the first level, the rest in equal parts; u so that the weights fall from
 * 10 bits over 3 to -5. In any other they are left to be learnt.
 */
export function chancesOf(
  levels: readonly SplinkLevel[],
  trained: boolean,
): { one_person: number | undefined; strangers: number | undefined }[] {
  const others = levels.length - 1;
  return levels.map((level, i) => {
    const m = i === 0 ? 0.95 : 0.05 / others;
    const bits = i === 0 ? 10 : others === 1 ? -5 : 3 - (8 * (i - 1)) / (others - 1);
    const chance = (given: SplinkLevel["m_probability"], usual: number) => {
      if (typeof given === "number") return Math.max(given, LEAST);
      if (typeof given === "string") return UNSEEN;
      return trained ? usual : undefined;
    };
    return {
      one_person: chance(level.m_probability, m),
      strangers: chance(level.u_probability, m / 2 ** bits),
    };
  });
}
