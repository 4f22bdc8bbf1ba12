import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { CliError, EXIT } from "../error.js";

export interface RecordId {
  readonly source: string;
  readonly record_id: string;
}

/** What is to be explained. The e-mail address itself is not repeated. */
export type Asked =
  | { readonly kind: "customer"; readonly customer_id: string }
  | ({ readonly kind: "record" } & RecordId)
  | { readonly kind: "email" }
  | { readonly kind: "pair"; readonly records: readonly [RecordId, RecordId] };

/**
 * Tells the run's folder from what is to be explained. A record is `source:record`, the source's name having no colon.
 * @throws {CliError} exit 2 if the words are neither one nor the other
 */
export function asked(
  words: readonly string[],
  { cwd, out }: { cwd: string; out: string },
): { run: string; asked: Asked } {
  const named = words[0] !== undefined && isRun(words[0], words.length, cwd);
  const run = named ? words[0]! : join(out, "current");
  const [first, second, ...more] = named ? words.slice(1) : words;
  if (first === undefined || more.length > 0) throw unclear();
  if (second !== undefined) {
    const records = [recordOf(first), recordOf(second)] as const;
    if (records[0] === undefined || records[1] === undefined || first === second) throw unclear();
    return { run, asked: { kind: "pair", records: [records[0], records[1]] } };
  }
  if (first === "-") return { run, asked: { kind: "email" } };
  const record = recordOf(first);
  if (record !== undefined) return { run, asked: { kind: "record", ...record } };
  return { run, asked: { kind: "customer", customer_id: first } };
}

/** A folder with tables is a run; so is, before something else, a word that can be no record. */
function isRun(word: string, words: number, cwd: string): boolean {
  if (existsSync(join(resolve(cwd, word), "tables"))) return true;
  return words > 1 && word !== "-" && !word.includes(":");
}

function recordOf(word: string): RecordId | undefined {
  const colon = word.indexOf(":");
  return colon < 0 ? undefined : { source: word.slice(0, colon), record_id: word.slice(colon + 1) };
}

function unclear(): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1029",
    message:
      "explain takes a customer, a record, two different records, or - and, before them, a run's folder",
    hint: "For example: crm-analyze explain crm:100024; see crm-analyze explain --help.",
  });
}

/**
 * The e-mail address on the first line of standard input.
 * @throws {CliError} exit 2 if there is none
 */
export function emailOf(input: string): string {
  const email = input.split(/[\r\n]/)[0]!.trim();
  if (email.includes("@")) return email;
  throw new CliError(EXIT.usage, {
    code: "CRM-E1030",
    message: "the first line of standard input is no e-mail address",
    hint: "crm-analyze explain - < FILE, or without a file: type the address and Enter.",
  });
}
