/**
 * Reads the conditions that Splink's own library of levels writes, and nothing else. A condition is only taken apart;
 * none of its text is ever run.
 */

/** One side of a condition: a column of the left or the right record, and what is taken of it. */
export interface Operand {
  readonly column: string;
  readonly side: "l" | "r";
  readonly of: "value" | "date" | "user" | "area" | "district" | "sector" | number;
}

/** How a condition writes a column: `"dob_l"` in levels, `l."dob"` in blocking rules. */
export type Written = (text: string) => Pick<Operand, "column" | "side"> | undefined;

const unquoted = (text: string) => {
  const [, quoted, plain] = /^(?:"((?:[^"]|"")+)"|([A-Za-z_]\w*))$/.exec(text) ?? [];
  return quoted?.replaceAll('""', '"') ?? plain;
};

/** A column as a level's condition writes it. */
export const inLevel: Written = (text) => {
  const [, column, side] = /^(.+)_([lr])$/.exec(unquoted(text) ?? "") ?? [];
  return column === undefined ? undefined : { column, side: side as "l" | "r" };
};

/** A column as a blocking rule writes it. */
export const inRule: Written = (text) => {
  const [, side, name] = /^([lr])\.(.+)$/.exec(text) ?? [];
  const column = unquoted(name ?? "");
  return column === undefined ? undefined : { column, side: side as "l" | "r" };
};

const EXTRACTS: Readonly<Record<string, Operand["of"]>> = {
  "^[^@]+": "user",
  "^[A-Za-z]{1,2}": "area",
  "^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?": "district",
  "^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9]": "sector",
};

/** A column, or what Splink's library takes of one. Letter case is as nothing: our values are in lower case. */
export function operandOf(text: string, written: Written): Operand | undefined {
  const column = written(text);
  if (column !== undefined) return { ...column, of: "value" };
  const inner =
    /^(?:lower|upper|trim)\((.+)\)$/is.exec(text) ?? /^cast\((.+) as (?:text|varchar)\)$/is.exec(text);
  if (inner !== null) return operandOf(inner[1]!, written);
  const call = /^(substring|substr|try_strptime|nullif)\((.+)\)$/is.exec(text);
  if (call === null) return undefined;
  const [first, ...rest] = split(call[2]!, ",");
  if (call[1]!.toLowerCase() === "nullif") {
    const extract = /^regexp_extract\((.+), '([^']+)', 0\)$/i.exec(first!);
    const of = EXTRACTS[extract?.[2] ?? ""];
    return rest.join() === "''" && of !== undefined ? taken(extract![1]!, of, written) : undefined;
  }
  if (call[1]!.toLowerCase() === "try_strptime")
    return rest.length === 1 && /^'[^']*'$/.test(rest[0]!) ? taken(first!, "date", written) : undefined;
  const [from, length] = rest;
  return rest.length === 2 && from === "1" && /^[1-9]\d{0,3}$/.test(length!)
    ? taken(first!, Number(length), written)
    : undefined;
}

function taken(text: string, of: Operand["of"], written: Written): Operand | undefined {
  const operand = operandOf(text, written);
  return operand?.of === "value" ? { ...operand, of } : undefined;
}

/** Splits at a word or sign that stands in no parentheses and no quotes, and trims the parts. */
export function split(text: string, sign: string): string[] {
  const parts = [""];
  let depth = 0;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (quote === "" && (c === "'" || c === '"')) quote = c;
    else if (c === quote) quote = "";
    else if (quote === "") depth += c === "(" ? 1 : c === ")" ? -1 : 0;
    if (depth === 0 && quote === "" && text.slice(i, i + sign.length).toLowerCase() === sign.toLowerCase()) {
      parts.push("");
      i += sign.length - 1;
    } else parts[parts.length - 1] += c;
  }
  return parts.map((part) => part.trim());
}

/** A text without parentheses around the whole of it. */
export function bare(text: string): string {
  const trimmed = text.trim();
  if (!/^\(.*\)$/s.test(trimmed)) return trimmed;
  let depth = 0;
  for (const [i, c] of [...trimmed].entries()) {
    depth += c === "(" ? 1 : c === ")" ? -1 : 0;
    if (depth === 0 && i < trimmed.length - 1) return trimmed;
  }
  return bare(trimmed.slice(1, -1));
}

/** Two operands that say the same of the two records: the column, and what is taken of it. */
export function alike(texts: readonly string[], written: Written): Omit<Operand, "side"> | undefined {
  if (texts.length !== 2) return undefined;
  const [l, r] = texts.map((text) => operandOf(text, written));
  if (l === undefined || r === undefined || l.side !== "l" || r.side !== "r") return undefined;
  return l.column === r.column && l.of === r.of ? { column: l.column, of: l.of } : undefined;
}
