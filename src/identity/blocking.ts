import { quoteName } from "../engine/engine.js";
import { featureOf, isExtra } from "./columns.js";

/** Something that two records must agree on to be compared: a name, the features it comes from, and its expression. */
export interface Key {
  readonly name: string;
  readonly columns: readonly string[];
  readonly sql: string;
  /** Agreement on it is agreement on a part only; it comes before the whole. */
  readonly coarse?: boolean;
  /** Its small blocks are worth their pairs even where the large ones must be left out. */
  readonly alone?: boolean;
}

/** Keys that follow from others: who agrees on the first agrees on the second. */
const FOLLOWS: readonly (readonly [string, string])[] = [
  ["email", "email user"],
  ["email", "email number"],
  ["email user", "email number"],
  ["family_name", "family_name begins"],
  ["street", "street begins"],
  ["company", "company begins"],
];

/** Whether all pairs that agree on a key agree on another. */
export const implied = (key: Key, other: Key): boolean =>
  key.name === other.name || FOLLOWS.some(([a, b]) => a === key.name && b === other.name);

/** How many blocks of how many records a rule makes. */
export interface BlockSize {
  readonly records: number;
  readonly blocks: number;
}

/** What a rule costs: without its blocks of more than `most` records it makes `pairs`; those left out would make `left_out`. */
export interface Cost {
  readonly pairs: number;
  readonly most: number;
  readonly left_out: number;
  readonly blocks_left_out: number;
}

export const pairsAmong = (records: number) => (records * (records - 1)) / 2;

/** The largest block that makes no more pairs. */
export const recordsFor = (pairs: number) => Math.floor((1 + Math.sqrt(1 + 8 * Math.max(pairs, 0))) / 2);

/**
 * The largest blocks are left out until the pairs of the rest fit the budget; there is some room for these to grow. Where
 * none need be left out, to twice the largest, or to what the budget has left.
 */
export function withinBudget(sizes: readonly BlockSize[], budget: number): Cost {
  const rising = [...sizes].sort((a, b) => a.records - b.records);
  let made = 0;
  let most = 0;
  let leftOut = 0;
  let blocksLeftOut = 0;
  let full = false;
  for (const { records, blocks } of rising) {
    const more = pairsAmong(records) * blocks;
    if (!full && made + more > budget) {
      full = true;
      most = Math.min(records - 1, Math.ceil(1.25 * most));
    }
    if (full) {
      leftOut += more;
      blocksLeftOut += blocks;
    } else {
      made += more;
      most = records;
    }
  }
  if (!full) most = Math.max(2 * most, recordsFor(budget - made));
  return { pairs: made, most, left_out: leftOut, blocks_left_out: blocksLeftOut };
}

/** SQL over `identity.keys`: whether a record has the keys of a rule, and a number that is equal where they are. */
export function blockOf(keys: readonly string[]): { readonly known: string; readonly block: string } {
  const names = keys.map(quoteName);
  return {
    known: names.map((name) => `${name} is not null`).join(" and "),
    block: names.length === 1 ? names[0]! : `key64(row(${names.join(", ")}))`,
  };
}

/** Keys over the contract's columns; each is hashed before it is compared. */
export const STANDARD_KEYS: readonly Key[] = [
  { name: "email", columns: ["email"], sql: "email", alone: true },
  { name: "email user", columns: ["email"], sql: "email_user", alone: true, coarse: true },
  { name: "email number", columns: ["email"], sql: "email_number", coarse: true },
  { name: "phone", columns: ["phone"], sql: "phone", alone: true },
  { name: "loyalty_number", columns: ["loyalty_number"], sql: "loyalty_number", alone: true },
  {
    name: "both names",
    columns: ["given_name", "family_name"],
    sql: `least(root, family_name) || ' ' || greatest(root, family_name)`,
    alone: true,
  },
  { name: "birth_date", columns: ["birth"], sql: "birth" },
  { name: "postcode", columns: ["postcode"], sql: "postcode" },
  { name: "street", columns: ["street"], sql: "street" },
  { name: "street begins", columns: ["street"], sql: "substr(street, 1, 6)", coarse: true },
  { name: "family_name", columns: ["family_name"], sql: "family_name" },
  { name: "family_name begins", columns: ["family_name"], sql: "substr(family_name, 1, 3)", coarse: true },
  { name: "forename", columns: ["given_name"], sql: "root" },
  { name: "company", columns: ["company"], sql: "company", alone: true },
  { name: "company begins", columns: ["company"], sql: "split_part(company, ' ', 1)", coarse: true },
  { name: "city", columns: ["city"], sql: "city" },
];

/** A key by its name: one of the above, a column of the contacts, or how one begins (`given_name begins 2`). */
export function keyNamed(name: string): Key {
  const standard = STANDARD_KEYS.find((key) => key.name === name);
  if (standard !== undefined) return standard;
  const [, column, length] = /^(.+?)(?: begins ([1-9]\d{0,2}))?$/.exec(name) ?? [name, name];
  const feature = isExtra(column!) ? column! : featureOf(column!);
  const value = quoteName(feature);
  return { name, columns: [feature], sql: length === undefined ? value : `substr(${value}, 1, ${length})` };
}
