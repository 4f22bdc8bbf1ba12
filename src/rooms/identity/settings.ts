import { resolve } from "node:path";
import { z } from "zod";
import { CliError, didYouMean, EXIT } from "../../error.js";
import { type CustomComparison, customComparison } from "../../identity/custom/schema.js";
import { FIELDS } from "../../identity/golden.js";
import { refuseUnknown } from "../../identity/named.js";
import { OVERRIDES, readOverrides } from "../../identity/overrides.js";
import { readSplink } from "../../identity/splink/read.js";
import type { RoomSettings } from "../settings.js";

/** The key `identity:` of a pipeline. */
export const schema = z
  .strictObject({
    threshold: z
      .union([z.literal("auto"), z.number().min(0.5).max(0.9999)])
      .default("auto")
      .describe(
        "Probability from which two records are one person; auto: the lowest from .5 to .95 at which false_pairs_max_pct holds; where it never does, what loses least within the gate's.",
      ),
    model: z
      .enum(["keep", "fit"])
      .default("keep")
      .describe(
        "Keep the model of the run before (run --retrain fits it anew once), or fit it in every run.",
      ),
    pairs: z
      .enum(["keep", "compare"])
      .default("keep")
      .describe(
        "With a model that is kept: compare new and changed records only, or all pairs again; the result is the same.",
      ),
    false_pairs_max_pct: z
      .number()
      .gt(0)
      .max(50)
      .default(1)
      .describe("Estimated share of false pairs that threshold: auto allows."),
    compare: z
      .array(z.union([z.string(), customComparison]))
      .min(1)
      .superRefine((all, context) => {
        const names = all.map(nameOf);
        for (const [i, name] of names.entries())
          if (names.indexOf(name) < i)
            context.addIssue({ code: "custom", path: [i], message: `"${name}" is compared twice` });
      })
      .optional()
      .describe(
        "What records are compared in: given_name, family_name, company, email, phone, birth_date, street, place, loyalty_number, or a further column of the contacts, or a comparison whose levels are set here; what the columns allow if absent.",
      ),
    find: z
      .array(z.array(z.string().min(1)).min(1))
      .min(1)
      .max(50)
      .optional()
      .describe(
        "Rules by which pairs are found: keys that both records share, columns among them and how they begin (family_name begins 2); chosen by their cost if absent.",
      ),
    share: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe("Probability that two records drawn at random are one person; learnt if absent."),
    splink: z
      .union([
        z.string(),
        z.strictObject({ file: z.string(), columns: z.record(z.string(), z.string()).default({}) }),
      ])
      .optional()
      .describe(
        "Settings or a model saved by Splink 4 or 5 (JSON, from this file's folder), instead of compare; columns: what its columns are called here.",
      ),
    unique_sources: z
      .array(z.string())
      .default([])
      .describe(
        "Sources that have no duplicates in themselves: two of their records are never one customer.",
      ),
    overrides: z
      .string()
      .optional()
      .describe(
        "CSV file of decisions by people, from this file's folder: must_link, cannot_link, pin_value.",
      ),
    review: z
      .strictObject({
        pairs: z
          .int()
          .min(0)
          .max(500)
          .default(50)
          .describe("How many pairs of records people are asked about; 0: none."),
      })
      .prefault({})
      .describe(
        "The pairs most worth a person's minute: the table identity.review and, under bundle: personal_data, report/review.html.",
      ),
    golden: z
      .partialRecord(
        z.enum(FIELDS),
        z.union([z.enum(["recency", "completeness", "vote"]), z.array(z.string()).min(1)]),
      )
      .default({})
      .describe(
        "By field, which value survives: the latest, the longest, the most frequent, or by a list of sources.",
      ),
    gates: z
      .strictObject({
        ids_changed_max_pct: z
          .number()
          .min(0)
          .max(100)
          .default(10)
          .describe("Customers of the run before that were merged into others or split."),
        largest_customer_max: z.int().min(1).default(100).describe("Records of the largest customer."),
        false_pairs_max_pct: z
          .number()
          .min(0)
          .max(100)
          .default(5)
          .describe("Estimated share of false pairs."),
        emptier_max_pct: z
          .number()
          .min(0)
          .max(100)
          .default(20)
          .describe(
            "Percent of the values of a compared column that a source may have lost since the run before, beyond chance (three standard deviations).",
          ),
        crowded_max_pct: z
          .number()
          .min(0)
          .max(100)
          .default(5)
          .describe(
            "Records that have come, since the run before, into blocks of one rule that are too large to be compared within.",
          ),
      })
      .prefault({}),
  })
  .superRefine(({ compare, splink }, context) => {
    if (compare !== undefined && splink !== undefined)
      context.addIssue({
        code: "custom",
        path: ["splink"],
        message: "stands instead of compare, not beside it",
      });
  })
  .prefault({});

const nameOf = (asked: string | CustomComparison) => (typeof asked === "string" ? asked : asked.name);

type Settings = z.output<typeof schema>;

export const bind: RoomSettings<Settings>["bind"] = (
  {
    threshold,
    model,
    pairs,
    false_pairs_max_pct,
    unique_sources,
    overrides,
    review,
    golden,
    gates,
    ...asked
  },
  { folder, sources, asOf },
) => {
  knownSources(
    [...unique_sources, ...Object.values(golden).flatMap((rule) => (Array.isArray(rule) ? rule : []))],
    sources,
  );
  const { compare, find, share } = askedOf(asked, folder);
  return {
    parameters: {
      identity_share: share ?? null,
      identity_threshold: threshold === "auto" ? null : threshold,
      identity_model: model,
      identity_pairs: pairs,
      identity_false_pairs: false_pairs_max_pct / 100,
      identity_review_pairs: review.pairs,
      identity_ids_changed_max_pct: gates.ids_changed_max_pct,
      identity_largest_customer_max: gates.largest_customer_max,
      identity_false_pairs_max_pct: gates.false_pairs_max_pct,
      identity_emptier_max_pct: gates.emptier_max_pct,
      identity_crowded_max_pct: gates.crowded_max_pct,
    },
    tables: {
      identity_compare: {
        columns: { name: "varchar", place: "integer", custom: "varchar" },
        rows: compare.map((each, i) => [
          nameOf(each),
          i,
          typeof each === "string" ? null : JSON.stringify(each),
        ]),
      },
      identity_find: {
        columns: { rule: "integer", keys: "varchar" },
        rows: find.map((keys, i) => [i, keys.join(" + ")]),
      },
      identity_unique_sources: { columns: { source: "varchar" }, rows: unique_sources.map((name) => [name]) },
      identity_golden: {
        columns: { field: "varchar", rule: "varchar" },
        rows: Object.entries(golden).map(([field, rule]) => [field, Array.isArray(rule) ? "source" : rule]),
      },
      identity_priorities: {
        columns: { field: "varchar", source: "varchar", place: "integer" },
        rows: Object.entries(golden).flatMap(([field, rule]) =>
          Array.isArray(rule) ? rule.map((source, i) => [field, source, i + 1]) : [],
        ),
      },
      identity_overrides: {
        columns: OVERRIDES,
        rows: overrides === undefined ? [] : readOverrides(resolve(folder, overrides), asOf),
      },
    },
  };
};

export const checkColumns: NonNullable<RoomSettings<Settings>["checkColumns"]> = (
  settings,
  { folder },
  columns,
) => {
  const { compare, find } = askedOf(settings, folder);
  refuseUnknown(compare, find, columns("contacts"));
};

/** What the pipeline asks for by itself or by a file of Splink's; what it says itself goes before. */
function askedOf(
  { compare, find, share, splink }: Pick<Settings, "compare" | "find" | "share" | "splink">,
  folder: string,
) {
  if (splink === undefined) return { compare: compare ?? [], find: find ?? [], share };
  const { file, columns } = typeof splink === "string" ? { file: splink, columns: {} } : splink;
  const imported = readSplink(resolve(folder, file), columns, { rules: find === undefined });
  return { compare: imported.compare, find: find ?? imported.find, share: share ?? imported.share };
}

function knownSources(named: readonly string[], sources: readonly string[]): void {
  const unknown = [...new Set(named)].filter((name) => !sources.includes(name));
  if (unknown.length === 0) return;
  throw new CliError(
    EXIT.usage,
    unknown.map((name) => ({
      code: "CRM-E1035",
      message: `identity: "${name}" is no source of this pipeline`,
      hint: didYouMean(name, sources),
    })),
  );
}
