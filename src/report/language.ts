import type { Catalogue } from "./catalogue.js";
import type { Cell, Veil } from "./cells.js";
import type { Numbers } from "./numbers.js";

/** A language of the report: its words, its numbers, and what every message may name. */
export interface Language {
  readonly catalogue: Catalogue;
  readonly numbers: Numbers;
  /** Fewer people than this are not shown. */
  readonly minimum: number;
  /** One colour for each key of a catalogue prefix. */
  readonly colors: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * The word for a key, or the key itself where the catalogue has none. What stands before a colon or in brackets at the
 * end, as in "column: not a date (%d/%m/%Y)", stays as it is; of several keys, as in "email + phone", each has its word.
 */
export function label(prefix: string, key: Cell, { catalogue }: Language): string {
  const [, place = "", name = "", detail = ""] = /^(.*: )?(.*?)( \(.*\))?$/s.exec(String(key)) ?? [];
  const word = (one: string) =>
    catalogue.has(`${prefix}.${one}`) ? catalogue.text(`${prefix}.${one}`) : one;
  const words = catalogue.has(`${prefix}.${name}`) ? word(name) : name.split(" + ").map(word).join(" + ");
  return `${place}${words}${detail}`;
}

/** "< 10", or that a figure is not shown. */
export function veilText(veil: Veil, { catalogue }: Language): string {
  return catalogue.text(`overview.veil.${veil}`);
}
