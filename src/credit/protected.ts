import { z } from "zod";

const name = z
  .string()
  .regex(/^(crm\.)?[^.]+$/, "a column of the applications, or crm.<column> of customers");

/** A protected column, and where a number is cut into groups. */
export const protectedColumn = z.union([
  name.transform((column) => ({ column, cuts: [] as number[] })),
  z.strictObject({
    column: name,
    cuts: z
      .array(z.number())
      .min(1)
      .max(20)
      .refine((cuts) => cuts.every((cut, i) => i === 0 || cut > cuts[i - 1]!), "cuts rise"),
  }),
]);

export type ProtectedColumn = z.output<typeof protectedColumn>;

/** What a column of the applications is called; undefined for one of customers. */
export const ofApplications = (column: string): string | undefined =>
  column.startsWith("crm.") ? undefined : column;
