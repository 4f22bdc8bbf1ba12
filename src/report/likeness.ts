import { escapeHtml } from "./catalogue.js";

/** How two values of a field compare for a reader: to the letter, but for the writing, not at all, or one is not known. */
export type Likeness = "equal" | "alike" | "different" | "unknown";

export function likeness(one: string | null, other: string | null): Likeness {
  if (one === null || other === null) return "unknown";
  if (one === other) return "equal";
  return plain(one) === plain(other) ? "alike" : "different";
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
