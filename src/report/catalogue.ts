import { IntlMessageFormat } from "intl-messageformat";
import { CliError, EXIT } from "../error.js";

/** What a message may be given: texts that are written already, and numbers for plurals. */
export type Arguments = Readonly<Record<string, string | number>>;

/** The messages of one language, by key. */
export interface Catalogue {
  readonly locale: string;
  readonly keys: ReadonlySet<string>;
  has(key: string): boolean;
  /** The message as plain text; its tags are dropped. */
  text(key: string, values?: Arguments): string;
  /** The message as HTML: values escaped, `<b>` bold, `<a>` a link where there is one. */
  html(key: string, values?: Arguments, link?: string): string;
  /** Whether the message has this argument. */
  uses(key: string, argument: string): boolean;
}

const BOLD = "\u0001";
const BOLD_END = "\u0002";
const LINK = "\u0003";
const LINK_END = "\u0004";
const TAGS = {
  b: (chunks: readonly unknown[]) => `${BOLD}${chunks.join("")}${BOLD_END}`,
  a: (chunks: readonly unknown[]) => `${LINK}${chunks.join("")}${LINK_END}`,
};
const MARKS = new RegExp(`[${BOLD}${BOLD_END}${LINK}${LINK_END}]`, "g");

/** French sets a space before some signs, at which no line may end. */
function spaced(text: string, locale: string): string {
  return locale.startsWith("fr") ? text.replace(/ (?=[:;!?%»])|(?<=«) /g, "\u00a0") : text;
}

/**
 * A catalogue over ICU messages, which may all name `common`; `fallback` answers for keys that this language lacks.
 * A key that is nowhere is shown as it is: a report with a bare key in it is better than none.
 * @throws {CliError} CRM-E1603 when a message is used that does not parse or names what it is not given
 */
export function catalogueOf(
  locale: string,
  messages: Readonly<Record<string, string>>,
  fallback: Readonly<Record<string, string>> = {},
  common: Arguments = {},
): Catalogue {
  const parsed = new Map<string, IntlMessageFormat>();
  const pattern = (key: string) => messages[key] ?? fallback[key];
  const marked = (key: string, values: Arguments): string => {
    const source = pattern(key);
    if (source === undefined) return key;
    try {
      const format = parsed.get(key) ?? new IntlMessageFormat(source, locale);
      parsed.set(key, format);
      return spaced(String(format.format<string>({ ...common, ...values, ...TAGS })), locale);
    } catch (cause) {
      const message = `the message "${key}" (${locale}) cannot be written: ${(cause as Error).message}`;
      throw new CliError(EXIT.usage, { code: "CRM-E1603", message }, { cause });
    }
  };
  return {
    locale,
    keys: new Set(Object.keys(messages)),
    has: (key) => pattern(key) !== undefined,
    text: (key, values = {}) => marked(key, values).replace(MARKS, ""),
    html: (key, values = {}, link) =>
      escapeHtml(marked(key, values))
        .replaceAll(BOLD, "<b>")
        .replaceAll(BOLD_END, "</b>")
        .replaceAll(LINK, link === undefined ? "" : `<a href="${escapeHtml(link)}">`)
        .replaceAll(LINK_END, link === undefined ? "" : "</a>"),
    uses: (key, argument) => new RegExp(`\\{${argument}\\b`).test(pattern(key) ?? ""),
  };
}

/** Text as it may stand in HTML, in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
