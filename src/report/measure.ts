import * as vega from "vega";

/** Advance widths of a common sans serif, thousandths of the font size, for " " to "~". */
const WIDTHS =
  "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
    .split(" ")
    .map(Number);
const OTHER = 556;
/** Readers' fonts differ; the widest common ones are this much wider. */
const MARGIN = 1.15;

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

/** Width of a text in pixels, enough for any common sans serif, without a browser to ask. */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0;
  for (const character of text.normalize("NFD").replace(/\p{Mn}/gu, "")) {
    sum += WIDTHS[character.codePointAt(0)! - 32] ?? OTHER;
  }
  return (sum / 1000) * size * MARGIN * (bold ? 1.06 : 1);
}

/**
 * Lets Vega lay out text by `textWidth`: its own estimate without a canvas is half as much again too wide, and
 * labels would be cut or pushed away.
 */
export function measureText(): void {
  const { textMetrics } = vega as unknown as { textMetrics: Record<string, unknown> };
  textMetrics.width = (item: TextItem, text: unknown) =>
    textWidth(
      String(text ?? ""),
      item.fontSize ?? 11,
      item.fontWeight === "bold" || Number(item.fontWeight) >= 600,
    );
}
