import { createHash } from "node:crypto";
import { escapeHtml } from "./catalogue.js";

export interface DocumentParts {
  readonly locale: string;
  readonly title: string;
  readonly style: string;
  /** What stands in the body, before the scripts. */
  readonly body: string;
  /** Data for the scripts, in an element of this id. */
  readonly data: { readonly id: string; readonly value: object };
  /** Scripts, in order; only these may run. */
  readonly scripts: readonly string[];
}

/** A whole page: one file that loads nothing. */
export function documentHtml({ locale, title, style, body, data, scripts }: DocumentParts): string {
  const hashes = scripts.map((script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  const policy = `default-src 'none'; script-src ${hashes.join(" ")}; style-src 'unsafe-inline'; img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
${style}</style>
</head>
<body>
${body}
<script type="application/json" id="${data.id}">${embedded(data.value)}</script>
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}

/** JSON that cannot end its script element nor break a line of JavaScript. */
export function embedded(value: object): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** One file a language, and links from each to the others. */
export interface PageOfLanguage {
  readonly locale: string;
  readonly file: string;
}

/** The languages of a page: its own as a word, the others as links; nothing if there is one. */
export function languageLinks(languages: readonly PageOfLanguage[], own: string): string {
  const words = languages.map(({ locale, file }) => {
    const name = new Intl.DisplayNames([locale], { type: "language" }).of(locale) ?? locale;
    const title = name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
    return locale === own
      ? `<span lang="${locale}">${title}</span>`
      : `<a href="${file}" hreflang="${locale}" lang="${locale}">${title}</a>`;
  });
  return words.length > 1 ? `<p class="languages">${words.join(" · ")}</p>` : "";
}
