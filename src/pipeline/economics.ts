import { z } from "zod";

/** A part of one: 0.45, and not 45 for per cent. */
const part = z.number().min(0).max(1, "a part of one: 0.45, not 45");

/** What the firm assumes of its money: rates as parts of one, costs in the pipeline's currency. */
const assumptions = z.strictObject({
  margin: part
    .optional()
    .describe("What is left of an amount after the cost of goods, where that is not known."),
  cost_per_acquisition: z
    .number()
    .positive()
    .optional()
    .describe("What it costs to win one new customer; report: months until it is paid back."),
  cost_per_contact: z
    .number()
    .min(0)
    .optional()
    .describe("What a message of a campaign to one person costs."),
  cost_per_ticket: z.number().min(0).optional().describe("What a ticket costs that does not say so itself."),
  cost_per_return: z
    .number()
    .min(0)
    .optional()
    .describe("What it costs to take something back, whatever it was worth."),
  late_rate: part.optional().describe("What money costs that is paid late, for a year: 0.08 is 8 %."),
  take_rate: part
    .optional()
    .describe("Of those about to be lost who are offered something, the part that stays for it."),
  lgd: part.optional().describe("What part of the amount owed is lost where a loan is not paid back."),
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
