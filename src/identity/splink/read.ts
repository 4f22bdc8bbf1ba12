import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { CliError, didYouMean, EXIT, type Problem } from "../../error.js";
import { lineOf } from "../../pipeline/lines.js";
import { COMPARED } from "../columns.js";
import { type CustomComparison, type CustomLevel, formFaults } from "../custom/schema.js";
import { knownOf, levelOf } from "./level.js";
import { keysOf } from "./rule.js";

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

type Settings = z.output<typeof settings>;
type Level = z.output<typeof level>;
type Path = readonly (string | number)[];

/** What a Splink settings file says in the words of a pipeline. */
export interface Imported {
  readonly compare: readonly CustomComparison[];
  readonly find: readonly (readonly string[])[];
  readonly share: number | undefined;
}

/** Splink's own probability that two random records match, before anything is known of them. */
const UNKNOWN_SHARE = 1e-4;
/** The chance of a level that Splink has never seen. */
const UNSEEN = 1e-6;
const LEAST = 1e-300;
const MOST_RULES = 50;

/**
 * Reads a settings file of Splink 4 or 5, trained or not. Chances that stand in it are set; in a trained one, levels that
 * the training did not see get the chance that Splink gives them. Blocking rules are left aside where `rules` is false.
 * @throws {CliError} exit 2 with all that cannot be taken over: SQL that is none of Splink's named levels, blocking rules
 * that are no equalities, settings that would change the result
 */
export function readSplink(
  path: string,
  columns: Readonly<Record<string, string>>,
  { rules }: { readonly rules: boolean },
): Imported {
  const text = textOf(path);
  const { value, line } = parsed(text, path);
  const problems: Problem[] = [];
  const refuse = (code: string, at: Path, message: string, hint: string) =>
    problems.push({ code, file: path, ...placed(line(at)), message, hint });
  const named = new Set<string>();
  const ours = (column: string): string => {
    named.add(column);
    return Object.hasOwn(columns, column) ? columns[column]! : column;
  };
  const trained = value.comparisons.every(({ comparison_levels: levels }) =>
    (["m_probability", "u_probability"] as const).every((kind) =>
      levels.some((each) => !each.is_null_level && typeof each[kind] === "number"),
    ),
  );
  checkSettings(value, refuse);
  const compare = value.comparisons.flatMap(
    (_, i) => comparisonOf(value, i, { ours, trained, refuse }) ?? [],
  );
  const find = rules ? rulesOf(value, ours, refuse) : [];
  for (const column of Object.keys(columns).filter((name) => !named.has(name)))
    refuse(
      "CRM-E1054",
      [],
      `identity: splink: columns: the file has no column "${column}"`,
      didYouMean(column, [...named]),
    );
  if (problems.length > 0) throw new CliError(EXIT.usage, problems);
  const share = value.probability_two_random_records_match ?? undefined;
  return { compare, find, share: trained || share !== UNKNOWN_SHARE ? share : undefined };
}

type Refuse = (code: string, at: Path, message: string, hint: string) => void;

const placed = (line: number | undefined) => (line === undefined ? {} : { line });

function checkSettings({ link_type, sql_dialect, ...value }: Settings, refuse: Refuse): void {
  if (link_type === "link_only")
    refuse(
      "CRM-E1052",
      ["link_type"],
      "link_type link_only is not taken over: records of all sources are compared",
      'Say "dedupe_only" here, and name the sources without duplicates under identity.unique_sources.',
    );
  if (sql_dialect != null && sql_dialect !== "duckdb")
    refuse(
      "CRM-E1052",
      ["sql_dialect"],
      `conditions for ${sql_dialect} are not read`,
      "Save the settings from a DuckDB linker.",
    );
  if ((value.blocking_rules_to_generate_predictions?.length ?? 0) > MOST_RULES)
    refuse(
      "CRM-E1052",
      ["blocking_rules_to_generate_predictions"],
      `there are more than ${MOST_RULES} blocking rules`,
      "Write rules under identity.find; those of the file are then left aside.",
    );
}

interface Reader {
  readonly ours: (column: string) => string;
  readonly trained: boolean;
  readonly refuse: Refuse;
}

function comparisonOf(value: Settings, i: number, reader: Reader): CustomComparison | undefined {
  const { output_column_name, comparison_levels: all } = value.comparisons[i]!;
  const { ours, refuse } = reader;
  const at: Path = ["comparisons", i];
  const name = output_column_name ?? `${i + 1}`;
  const nulls = all.filter((each) => each.is_null_level);
  const known = nulls.length === 1 ? knownOf(nulls[0]!.sql_condition) : undefined;
  if (known === undefined) {
    const message = `comparison "${name}": its null level is not the one that Splink's library writes`;
    refuse(
      "CRM-E1051",
      at,
      message,
      "Pairs in which a value is missing say nothing here: let a NullLevel say so.",
    );
    return undefined;
  }
  const levels = all.flatMap((each, j) => {
    if (each.is_null_level) return [];
    return (
      readLevel(
        each,
        [...at, "comparison_levels", j],
        `comparison "${name}", level "${each.label_for_charts ?? j}"`,
        reader,
      ) ?? []
    );
  });
  if (levels.length < all.length - 1) return undefined;
  const columns = known.map(ours);
  const told = ours(name);
  const comparison = { name: COMPARED.includes(told) ? told : name, columns, levels };
  const faults = levels.at(-1)?.otherwise
    ? formFaults(comparison)
    : [{ path: [], message: "it has no level ELSE at its end" }];
  for (const { path, message } of faults.slice(0, 1)) {
    const place = typeof path[1] === "number" ? placeOf(all, path[1]) : undefined;
    const where = place === undefined ? at : [...at, "comparison_levels", place];
    const label = place === undefined ? "" : `, level "${all[place]!.label_for_charts ?? place}"`;
    refuse("CRM-E1051", where, `comparison "${name}"${label}: ${message}`, HINT);
  }
  return faults.length === 0 ? comparison : undefined;
}

/** The place in the file of a level that is the nth of those that are no null level. */
const placeOf = (all: readonly Level[], n: number) =>
  all.flatMap((each, place) => (each.is_null_level ? [] : [place]))[n];

const HINT = "Write the comparison with levels of identity.compare, or leave it out of the file.";

function readLevel(
  each: Level,
  at: Path,
  told: string,
  { ours, trained, refuse }: Reader,
): CustomLevel | undefined {
  const read = levelOf(each.sql_condition, ours);
  if (read === undefined) {
    refuse("CRM-E1051", at, `${told}: its SQL is none of the named levels that can be taken over`, HINT);
    return undefined;
  }
  const frequency = each.tf_adjustment_column ?? undefined;
  const plain = (each.tf_adjustment_weight ?? 1) === 1 && (each.tf_minimum_u_value ?? 0) === 0;
  if (frequency !== undefined && (!read.exact || ours(frequency) !== read.column || !plain)) {
    const message = `${told}: term frequencies are only taken over on an exact match, of its column, with weight 1`;
    refuse("CRM-E1051", at, message, HINT);
    return undefined;
  }
  const chance = (value: Level["m_probability"]) =>
    typeof value === "number" ? Math.max(value, LEAST) : trained ? UNSEEN : undefined;
  return {
    ...read,
    one_person: chance(each.m_probability),
    strangers: chance(each.u_probability),
    ...(read.exact ? { frequency: frequency !== undefined } : {}),
  };
}

function rulesOf(value: Settings, ours: (column: string) => string, refuse: Refuse): string[][] {
  return (value.blocking_rules_to_generate_predictions ?? []).flatMap((rule, i) => {
    const sql = typeof rule === "string" ? rule : rule.blocking_rule;
    const explodes = typeof rule !== "string" && (rule.arrays_to_explode?.length ?? 0) > 0;
    const keys = explodes ? undefined : keysOf(sql, ours);
    if (keys !== undefined) return [keys];
    refuse(
      "CRM-E1051",
      ["blocking_rules_to_generate_predictions", i],
      `blocking rule ${i + 1} asks for more than that columns, or how they begin, are equal`,
      "Write rules under identity.find; those of the file are then left aside.",
    );
    return [];
  });
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

function parsed(text: string, path: string): { value: Settings; line: (at: Path) => number | undefined } {
  const none = (message: string): CliError =>
    new CliError(EXIT.usage, {
      code: "CRM-E1050",
      file: path,
      message: `is no settings file of Splink: ${message}`,
      hint: "Splink writes one with linker.misc.save_model_to_json.",
    });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw none("it is not JSON");
  }
  const result = settings.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw none(`${issue!.path.join(".") || "it"}: ${issue!.message}`);
  }
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  return { value: result.data, line: (at) => lineOf(document, counter, at) };
}
