import { z } from "zod";
import { CliError, didYouMean, EXIT } from "../error.js";
import type { Design } from "../fit/value/covariates.js";

/** What may stand for a customer of whom a covariate is not known, and for one of a level that few have. */
export const UNKNOWN = "unknown";
export const OTHER = "other";

/** A covariate of ours: the channel of the first order. */
export const CHANNEL = "channel";

/** Fewest customers that make a level. */
export const RARE = 50;
/** Into so many parts of about as many customers a number is cut. */
export const PARTS = 5;

const level = z.strictObject({
  level: z.string().min(1),
  /** Above and up to what a number is of this level; null where there is no end, and for words. */
  low: z.number().nullable(),
  high: z.number().nullable(),
});

export const covariate = z
  .strictObject({
    name: z.string().min(1),
    numeric: z.boolean(),
    levels: z.array(level).min(1).max(20),
    /** The place of the level that the others are compared with. */
    reference: z.int().min(0),
  })
  .refine(({ levels, reference }) => reference < levels.length, "the reference is none of the levels");

export type Level = z.output<typeof level>;
/** A property of customers and the levels that it is told apart in. */
export type Covariate = z.output<typeof covariate>;

/** A level by its name and how many customers have it. */
export interface Count {
  readonly level: string;
  readonly people: number;
}

/**
 * The levels of words: the most frequent, those that few have joined into `other`; of these too few, they count as the
 * reference.
 * @param counts the words of at least RARE customers
 * @param unknown of how many customers nothing is known
 * @param people of how many the word is known
 * @param most how many levels there may be
 */
export function levelsOfWords(
  counts: readonly Count[],
  unknown: number,
  people: number,
  most: number,
): Level[] {
  const all = [...counts, ...(unknown >= RARE ? [{ level: UNKNOWN, people: unknown }] : [])]
    .filter(({ level }) => level !== OTHER)
    .sort((a, b) => b.people - a.people || (a.level < b.level ? -1 : 1));
  const left = (kept: readonly Count[]) =>
    people + unknown - kept.reduce((sum, each) => sum + each.people, 0);
  const fits = all.length <= most && (left(all) < RARE || all.length < most);
  const kept = fits ? all : all.slice(0, most - 1);
  const names = kept.map((each) => each.level);
  return [
    ...names.filter((name) => name !== UNKNOWN),
    ...(left(kept) >= RARE || names.length === 0 ? [OTHER] : []),
    ...names.filter((name) => name === UNKNOWN),
  ].map((name) => ({ level: name, low: null, high: null }));
}

/** The levels of a number: between cuts, and `unknown` where enough customers have none. */
export function levelsOfNumbers(cuts: readonly number[], unknown: number): Level[] {
  const ends = [...new Set(cuts)].sort((a, b) => a - b);
  const parts = [...ends, undefined].map((high, i): Level => {
    const low = ends[i - 1];
    const name =
      low === undefined && high === undefined
        ? OTHER
        : low === undefined
          ? `≤ ${written(high!)}`
          : high === undefined
            ? `> ${written(low)}`
            : `${written(low)} – ${written(high)}`;
    return { level: name, low: low ?? null, high: high ?? null };
  });
  return unknown >= RARE ? [...parts, { level: UNKNOWN, low: null, high: null }] : parts;
}

const written = (value: number) => String(Number(value.toPrecision(6)));

/** The name of an effect, which is that of a level against the reference. */
export const effectOf = ({ name }: Covariate, { level }: Level) => `${name} = ${level}`;

/**
 * What covariates say of customers in strata. A stratum's number is made of the places of its levels, the first covariate's
 * counting least.
 */
export function designOf(covariates: readonly Covariate[], strata: Iterable<number>): Design {
  const effects: string[] = [];
  const places = covariates.map((each) =>
    each.levels.map((one, i) => (i === each.reference ? undefined : effects.push(effectOf(each, one)) - 1)),
  );
  const own = places.map((all) => all.filter((place) => place !== undefined));
  const of = (stratum: number) =>
    placesOf(covariates, stratum).flatMap((place, i) => places[i]![place] ?? []);
  return {
    effects,
    covariates: own,
    strata: new Map(Array.from(strata, (stratum) => [stratum, of(stratum)])),
  };
}

/** The place of the level of each covariate in a stratum. */
export function placesOf(covariates: readonly Covariate[], stratum: number): number[] {
  let rest = stratum;
  return covariates.map(({ levels }) => {
    const place = rest % levels.length;
    rest = Math.floor(rest / levels.length);
    return place;
  });
}

/** The error for a covariate that is no word or number of customers. */
export const unknownCovariate = (name: string, columns: readonly string[]) =>
  new CliError(EXIT.usage, {
    code: "CRM-E1131",
    message: `value: covariates: there is no word or number "${name}" of customers`,
    hint: didYouMean(name, [CHANNEL, ...columns]),
  });
