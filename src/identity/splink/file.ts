import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { CliError, EXIT } from "../../error.js";
import { lineOf } from "../../pipeline/lines.js";

const probability = z.union([z.number().min(0).max(1), z.string()]).nullish();

const level = z.looseObject({
  sql_condition: z.string(),
  label_for_charts: z.string().nullish(),
  is_null_level: z.boolean().nullish(),
  m_probability: probability,
  u_probability: probability,
  tf_adjustment_column: z.string().nullish(),
  tf_adjustment_weight: z.number().nullish(),
  tf_minimum_u_value: z.number().nullish(),
});

const settings = z.looseObject({
  link_type: z.string().nullish(),
  sql_dialect: z.string().nullish(),
  probability_two_random_records_match: z.number().gt(0).lt(1).nullish(),
  comparisons: z
    .array(
      z.looseObject({ output_column_name: z.string().nullish(), comparison_levels: z.array(level).min(1) }),
    )
    .min(1),
  blocking_rules_to_generate_predictions: z
    .array(
      z.union([
        z.string(),
        z.looseObject({ blocking_rule: z.string(), arrays_to_explode: z.array(z.unknown()).nullish() }),
      ]),
    )
    .nullish(),
});

export type SplinkSettings = z.output<typeof settings>;

/** A level of a comparison as it stands in the file. */
export type SplinkLevel = z.output<typeof level>;

/** Keys and places that lead to a part of the file. */
export type Place = readonly (string | number)[];

/** A settings file of Splink, and the line of each of its parts. */
export interface SplinkFile {
  readonly settings: SplinkSettings;
  lineOf(place: Place): number | undefined;
}

/**
 * Reads a settings file of Splink.
 * @throws {CliError} exit 2 if it cannot be read or is none
 */
export function splinkFile(path: string): SplinkFile {
  const text = textOf(path);
  const result = settings.safeParse(jsonOf(text, path));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw none(path, `${issue!.path.join(".") || "it"}: ${issue!.message}`);
  }
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  return { settings: result.data, lineOf: (place) => lineOf(document, counter, place) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1050",
      file: path,
      message: "the Splink settings cannot be read",
      hint: "identity.splink is a path from the pipeline's folder.",
    });
  }
}

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw none(path, "it is not JSON");
  }
}

const none = (file: string, why: string) =>
  new CliError(EXIT.usage, {
    code: "CRM-E1050",
    file,
    message: `is no settings file of Splink: ${why}`,
    hint: "Splink writes one with linker.misc.save_model_to_json.",
  });
