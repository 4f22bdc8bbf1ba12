import { escapeHtml } from "./catalogue.js";

/** How two values of a field compare for a reader: to the letter, but for the writing, not at all, or one is not known. */
export type Likeness = "equal" | "alike" | "different" | "unknown";

export function likeness(one: string | null, other: string | null): Likeness {
  if (one === null || other === null) return "unknown";
  if (one === other) return "equal";
  const [a, b] = [plain(one), plain(other)];
  return a === b || sameNumber(a, b) ? "alike" : "different";
}

/** Telephone numbers with and without the code of their country. */
function sameNumber(a: string, b: string): boolean {
  const [short, long] = [a, b].sort((x, y) => x.length - y.length) as [string, string];
  const own = short.replace(/^0/, "");
  return /^\d{9,15}$/.test(own) && /^\d+$/.test(long) && long.length - own.length <= 5 && long.endsWith(own);
}

/** A value as HTML, what differs from the other marked: the middle where the ends are the same, or all of it. */
export function markedHtml(value: string, other: string): string {
  const [own, others] = [[...value], [...other]];
  const most = Math.min(own.length, others.length);
  let start = 0;
  while (start < most && own[start] === others[start]) start++;
  let end = 0;
  while (end < most - start && own.at(-1 - end) === others.at(-1 - end)) end++;
  const part = (from: number, to: number) => escapeHtml(own.slice(from, to).join(""));
  if ((start + end) * 2 < Math.max(own.length, others.length)) return `<mark>${part(0, own.length)}</mark>`;
  const middle = part(start, own.length - end);
  return `${part(0, start)}${middle === "" ? "" : `<mark>${middle}</mark>`}${part(own.length - end, own.length)}`;
}

const plain = (text: string) =>
  text
    .normalize("NFD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();
