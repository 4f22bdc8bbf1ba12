import { escapeHtml } from "./catalogue.js";
import type { Language } from "./language.js";
import { questionOf, questionWords } from "./parts.js";
import type { Shown } from "./show.js";

/**
 * The charts of a room as they follow each other on its page. Where a room answers several questions, those of each stand
 * together under its name, where the first of them would stand; only those of the first question are open.
 */
export function together(all: readonly Shown[], language: Language): string[] {
  const questions = new Map<string, Shown[]>();
  for (const shown of all) {
    const question = questionOf(shown.part);
    if (question === undefined) continue;
    const group = questions.get(question);
    if (group === undefined) questions.set(question, [shown]);
    else group.push(shown);
  }
  if (questions.size < 2) return all.map(({ html }) => html);
  const groups = [...questions.values()].map((group, i) => {
    const name = escapeHtml(questionWords(group[0]!.part, language));
    const figures = group.map(({ html }) => html).join("\n");
    return `<details class="question wide"${i === 0 ? " open" : ""}>
<summary>${name}</summary>
<div class="shows">\n${figures}\n</div>
</details>`;
  });
  const first = all.findIndex(({ part }) => questionOf(part) !== undefined);
  const others = (from: number, to: number) =>
    all.slice(from, to).filter(({ part }) => questionOf(part) === undefined);
  const html = (some: readonly Shown[]) => some.map((shown) => shown.html);
  return [...html(others(0, first)), ...groups, ...html(others(first, all.length))];
}
