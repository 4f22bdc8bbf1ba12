import { z } from "zod";
import { economics } from "./economics.js";

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, "a name is lower-case letters, digits and _");
const timeZone = z.string().refine(isTimeZone, "not a time zone; write for example America/Toronto");

const format = z.string().includes("%", "not a strftime format; write for example %d/%m/%Y");
const formats = z.union([format, z.array(format).min(1)]);

const character = z.string().length(1, "one character");

const csv = z.strictObject({
  delimiter: z
    .union([character, z.literal("whitespace")])
    .default(",")
    .describe("One character, or whitespace for columns aligned by blanks."),
  quote: character.default('"'),
  trim: z.boolean().default(true).describe("Blanks around a value are no part of it."),
  header: z.array(z.string()).optional().describe("The column names of a file that has no header line."),
  encoding: z.enum(["utf-8", "utf-16", "latin-1", "windows-1252"]).default("utf-8"),
  decimal: z.enum([".", ","]).default("."),
  thousands: character.optional(),
  dates: formats
    .optional()
    .describe(
      "strftime format of the dates, for example %d/%m/%Y, or several, the first that reads; ISO if absent.",
    ),
  timestamps: formats.optional().describe("strftime format of the timestamps, or several; ISO if absent."),
});

const source = z
  .strictObject({
    files: z.union([z.string(), z.array(z.string()).min(1)]),
    take: z.enum(["latest", "all"]).default("latest"),
    format: z.enum(["csv", "ndjson", "json", "parquet", "arrow"]).optional(),
    csv: csv.prefault({}),
    table: name.optional().describe("The contract table that this export fills."),
    vendor: name.optional().describe("A folder of sql/sources/ that fills several tables."),
    key: z
      .array(z.string())
      .min(1)
      .optional()
      .describe(
        "Of rows of the same key the last one stays; the table's own key, or the vendor's, if absent.",
      ),
    columns: z
      .record(name, z.union([z.string(), z.array(z.string()).min(1)]))
      .default({})
      .describe(
        "Contract column: the export's column, or several, of which the first that holds a value counts. A column of the same name needs no line.",
      ),
    set: z.record(name, z.string()).default({}).describe("Contract column: a value for every row."),
    lenient: z
      .array(z.string())
      .default([])
      .describe(
        "Contract columns of which a value that cannot be read counts as empty and is told of; its row stays.",
      ),
    keep: z
      .union([z.literal("all"), z.array(z.string())])
      .default("all")
      .describe("Columns beyond the contract to take along: all that hold a value, or these."),
    exclude: z.array(z.strictObject({ when: z.string(), reason: z.string().min(1) })).default([]),
    allow_empty: z.boolean().default(false),
  })
  .refine((value) => (value.table === undefined) !== (value.vendor === undefined), {
    message: "name either a table or a vendor",
  })
  .refine((value) => value.vendor === undefined || Object.keys(value.columns).length === 0, {
    message: "take columns out: the vendor's selects name the columns",
  })
  .refine((value) => value.vendor === undefined || value.lenient.length === 0, {
    message: "take lenient out: it is for a source that fills one table, not for a vendor's",
  });

const list = z.strictObject({
  rule: z.string(),
  channel: z.enum(["email", "phone", "post", "sms", "none"]),
  columns: z
    .array(z.string())
    .default([])
    .describe("Further columns: rfm.monetary, or an expression with a name, round(rfm.monetary) as spent."),
  description: z.string().optional(),
});

/** The pipeline file without the settings of the rooms, which each room adds under its own name. */
export const base = {
  version: z.literal(1),
  title: z.string().default("Customers"),
  as_of: z
    .union([z.enum(["today", "yesterday"]), z.iso.date()])
    .default("today")
    .describe("The last day that counts, in time_zone; --as-of wins."),
  currency: z.string().regex(/^[A-Z]{3}$/, "an ISO 4217 code such as CAD"),
  time_zone: timeZone,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "an ISO 3166 code such as CA")
    .optional()
    .describe("Country of contacts that name none; needed to read national telephone numbers."),
  locales: z
    .array(z.enum(["en", "fr"]))
    .min(1)
    .default(["en"]),
  sources: z.record(name, source).refine((value) => Object.keys(value).length > 0, "at least one source"),
  rooms: z.array(name).min(1).default(["identity", "rfm"]),
  lists: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, "lower-case letters, digits, - and _"), list)
    .default({}),
  gates: z
    .strictObject({
      rejects_max_pct: z.number().min(0).max(100).default(1).describe("Of each source's rows."),
      min_customers: z.int().min(0).default(0),
    })
    .prefault({}),
  engine: z
    .strictObject({
      memory: z
        .string()
        .regex(/^\d+(\.\d+)?\s*(KB|MB|GB|TB)$/, 'for example "3GB"')
        .default("2GB")
        .describe(
          "What the engine may use; the process as a whole takes up to half as much again, and 600 MB more.",
        ),
      threads: z.int().min(1).optional(),
      spill: z
        .string()
        .optional()
        .describe("Folder for what does not fit in memory; the run's own if absent."),
    })
    .prefault({}),
  keep_runs: z.int().min(1).default(14),
  min_cell: z.int().min(0).default(10).describe("Counts of people below this are not shown in the report."),
  bundle: z
    .strictObject({
      personal_data: z
        .boolean()
        .default(false)
        .describe("Whether pages of the bundle may show people's names and addresses; lists do in any case."),
    })
    .prefault({}),
  economics,
};

const whole = z.strictObject(base);
type Whole = z.output<typeof whole>;
export type SourceSpec = z.output<typeof source>;
export type CsvSpec = z.output<typeof csv>;

/** A checked pipeline: every default filled in, every room's settings under `settings`. */
export interface Pipeline extends Whole {
  /** Path of the file as it was given, and its folder. */
  readonly file: string;
  readonly folder: string;
  /** The user's tree: the pipeline's folder, or its parent where that is called `pipelines`. */
  readonly project: string;
  /** The file's text, hashed: 12 hex digits. */
  readonly hash: string;
  /** Checked settings by room. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Line of a path in the file, for messages about what only a run can know. */
  readonly line: (path: readonly PropertyKey[]) => number | undefined;
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
