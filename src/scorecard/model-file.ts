import { z } from "zod";
import type { Told } from "./load-tables.js";
import { TABLES, type TableName } from "./tables.js";

const FORMAT = "crm-analyze scorecards 1";

const row = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]));
const rows = z.object(
  Object.fromEntries(
    Object.entries(TABLES).map(([name, columns]) => [
      name,
      z.array(row.refine((each) => each.length === Object.keys(columns).length)),
    ]),
  ) as Record<TableName, z.ZodArray<typeof row>>,
);
const file = z.object({
  format: z.literal(FORMAT),
  room: z.string(),
  columns: z.record(z.string(), z.array(z.string())),
  questions: z.array(z.object({ question: z.string(), asked: z.string(), rows })),
});

/** The cards of a room and how they were tested, as one text that a later run can take and a person can audit. */
export const printModelFile = (room: string, told: readonly Told[]): string =>
  `${JSON.stringify(
    {
      format: FORMAT,
      room,
      columns: Object.fromEntries(
        Object.entries(TABLES).map(([name, columns]) => [name, Object.keys(columns)]),
      ),
      questions: told.map(({ question, asked, rows: own }) => ({ question, asked, rows: own })),
    },
    undefined,
    1,
  )}\n`;

/** The questions of such a text; none where it is of another make of this program. */
export function parseModelFile(text: string): Told[] {
  const found = file.safeParse(JSON.parse(text));
  return found.success ? found.data.questions : [];
}
