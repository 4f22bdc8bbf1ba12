import { featureOf } from "../columns.js";
import { type Comparison, type Level, OTHERWISE } from "../comparisons.js";
import type { CustomComparison, CustomLevel, Part } from "./schema.js";
import { type Meaning, meaningOf } from "./tests.js";

/** A comparison set by hand, as the house compares. Its column names must be those of contacts. */
export function ofCustom({ name, columns, levels }: CustomComparison): Comparison {
  const own = columns.map(featureOf);
  const meanings = levels.map((level) => ({ level, ...levelMeaning(level, columns[0]!) }));
  const read = [...new Set(meanings.flatMap(({ features }) => features))];
  return {
    name,
    columns: own,
    helpers: read.filter((feature) => !own.includes(feature)),
    known: own.map((feature) => `(l_${feature} is not null and r_${feature} is not null)`).join(" or "),
    similarities: Object.assign({}, ...meanings.map(({ similarities }) => similarities)),
    levels: [
      ...meanings.map(({ level, name: told, when }, i): Level => {
        const frequency = frequencyOf(level, i, columns[0]!);
        return {
          name: told,
          when,
          ...(frequency === undefined ? {} : { frequency }),
          ...(level.one_person === undefined ? {} : { m: level.one_person }),
          ...(level.strangers === undefined ? {} : { u: level.strangers }),
        };
      }),
      ...(levels.at(-1)!.otherwise ? [] : [OTHERWISE]),
    ],
  };
}

/** What a level is called; it tells all that the level asks. */
export const levelName = (level: CustomLevel, column: string): string => levelMeaning(level, column).name;

/** The columns that a comparison names, its own and those of its levels. */
export function columnsOf({ columns, levels }: CustomComparison): string[] {
  const named = levels
    .flatMap((level): readonly Part[] => level.all_of ?? level.any_of ?? [level])
    .flatMap((part) => [part, ...(part.not === undefined ? [] : [part.not])])
    .flatMap(({ column, swapped_with, crossed_with }) => [column, swapped_with, crossed_with]);
  return [...new Set([...columns, ...named.flatMap((column) => column ?? [])])];
}

function levelMeaning(level: CustomLevel, column: string): Meaning {
  if (level.otherwise) return { ...OTHERWISE, features: [] };
  const parts = (level.all_of ?? level.any_of)?.map((part) => partMeaning(part, column));
  if (parts === undefined) return partMeaning(level, column);
  const word = level.all_of === undefined ? "or" : "and";
  return {
    name: parts.map(({ name }) => name).join(` ${word} `),
    when: parts.map(({ when }) => `(${when})`).join(` ${word} `),
    features: parts.flatMap(({ features }) => features),
    similarities: Object.assign({}, ...parts.map(({ similarities }) => similarities)),
  };
}

function partMeaning({ not, ...test }: Part, column: string): Meaning {
  const own = test.column ?? column;
  if (not !== undefined) {
    const { name, when, ...rest } = partMeaning(not, column);
    return { ...rest, name: `not ${name}`, when: `not (${when})` };
  }
  const { name, ...rest } = meaningOf(test, own);
  return { ...rest, name: own === column ? name : `${own} ${name}` };
}

/** The feature whose rarity counts; of a first level that is exact too, unless its chance among strangers is set. */
function frequencyOf(level: CustomLevel, place: number, column: string): string | undefined {
  const usual = place === 0 && level.exact === true && level.strangers === undefined;
  return (level.frequency ?? usual) ? featureOf(level.column ?? column) : undefined;
}
