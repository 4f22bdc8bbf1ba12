import { schema } from "../../src/rooms/credit/settings.js";
import type { Asked } from "../../src/scorecard/answer.js";
import { type CardSettings, cardOf, scalingOf } from "../../src/scorecard/settings.js";

/** A question of a table of examples, its settings as a pipeline that says only some. */
export function questionOf(table: string, some: Partial<Record<keyof CardSettings, unknown>> = {}): Asked {
  const settings = cardOf(schema.parse(some));
  return {
    question: "bad",
    table,
    settings,
    scaling: scalingOf(settings, "unlikelier"),
    keys: [],
    asOf: () => false,
  };
}
