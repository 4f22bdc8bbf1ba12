import { z } from "zod";
import { type CardSettings, card, points } from "../../src/scorecard/settings.js";

/** Settings of cards as a pipeline would have them, every default filled in. */
export const cardSettings = (given: z.input<typeof schema> = {}): CardSettings => schema.parse(given);

const schema = z.strictObject({ ...card, points: points(500, 1, 50) });
