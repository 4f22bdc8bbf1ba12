import type { Name } from "./names.js";

/** Mail providers of the invented world; `.example` is reserved, so no message can ever arrive. */
const providers = (
  [
    ["gmail.example", 44],
    ["hotmail.example", 20],
    ["outlook.example", 8],
    ["videotron.example", 9],
    ["yahoo.example", 6],
    ["bell.example", 6],
    ["icloud.example", 5],
    ["cgocable.example", 2],
  ] as const
).flatMap(([name, share]) => Array.from({ length: share }, () => name));

const patterns = [
  (first: string, last: string, number: string) => `${first}.${last}${number}`,
  (first: string, last: string, number: string) => `${first.charAt(0)}${last}${number}`,
  (first: string, last: string, number: string) => `${first}${last.slice(0, 6)}${number}`,
  (first: string, last: string, number: string) => `${last}.${first}${number}`,
  (first: string, last: string, number: string) => `${first}_${last}${number}`,
] as const;

/** What an e-mail address is made of; `number`, its owner's own, keeps it apart from all others. */
export interface Mailbox {
  readonly forename: Name;
  readonly surname: Name;
  readonly style: number;
  readonly number: number;
}

/** What a telephone number is made of. */
export interface Telephone {
  readonly area: string;
  readonly number: number;
}

export function emailAddress({ forename, surname, style, number }: Mailbox): string {
  const pattern = patterns[style % patterns.length]!;
  const provider = providers[(style >>> 3) % providers.length]!;
  return `${pattern(forename.plain, surname.plain, String(number))}@${provider}`;
}

const fourDigits = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, "0"));

/**
 * Ten digits, different for every number asked: the first 10,000 lie in the exchange 555, which is nobody's.
 * Unique up to 8,000,000 numbers.
 */
export function phoneNumber({ area, number }: Telephone): string {
  const exchange = 200 + ((7 * Math.floor(number / 10_000) + 355) % 800);
  return `${area}${exchange}${fourDigits[(number * 7919) % 10_000]}`;
}
