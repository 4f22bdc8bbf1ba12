import { z } from "zod";

/** What the firm assumes of its money: rates as parts of one, costs in the pipeline's currency. */
const assumptions = z.strictObject({
  margin: z.number().optional(),
  cost_per_contact: z.number().optional(),
  cost_per_ticket: z.number().optional(),
  take_rate: z.number().optional(),
  lgd: z.number().optional(),
});

/** The key `economics:` of a pipeline. */
export const economics = assumptions.prefault({});

/** Each assumption as parameter `economics_<name>` of a select; null where none is given. */
export const economicsOf = (
  given: z.output<typeof assumptions> = {},
): Readonly<Record<string, number | null>> =>
  Object.fromEntries(
    Object.keys(assumptions.shape).map((name) => [
      `economics_${name}`,
      given[name as keyof typeof given] ?? null,
    ]),
  );
