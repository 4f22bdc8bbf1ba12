import { DIALECT } from "../../engine/engine.js";
import { CliError, didYouMean, EXIT, type Problem } from "../../error.js";
import { COMPARED } from "../columns.js";
import { type CustomComparison, type CustomLevel, formFaults } from "../custom/schema.js";
import { chancesOf } from "./chances.js";
import { type Place, type SplinkLevel, type SplinkSettings, splinkFile } from "./file.js";
import { knownOf, levelOf, type Ours } from "./level.js";
import { keysOf } from "./rule.js";

/** What a Splink settings file says in the words of a pipeline. */
export interface Imported {
  readonly compare: readonly CustomComparison[];
  readonly find: readonly (readonly string[])[];
  readonly share: number | undefined;
}

/** Splink's own probability that two random records match, before anything is known of them. */
const UNKNOWN_SHARE = 1e-4;
const MOST_RULES = 50;

const COMPARE = "Write the comparison with levels of identity.compare, or leave it out of the file.";
const FIND = "Write rules under identity.find; those of the file are then left aside.";

/** Notes what cannot be taken over, and where it stands. */
type Refuse = (at: Place, message: string, hint: string, code?: string) => undefined;

interface Reader {
  readonly ours: Ours;
  readonly refuse: Refuse;
  /** Whether the file is a trained model: every comparison has chances of both kinds. */
  readonly trained: boolean;
}

/**
 * Reads a settings file of Splink 4 or 5, trained or not. Chances that stand in it are set; in a trained model, those
 * that are missing are set to the ones that Splink would use. Blocking rules are left aside where `rules` is false.
 * @throws {CliError} exit 2 with all that cannot be taken over: SQL that is none of Splink's named levels, blocking rules
 * that are no equalities, settings that would change the result
 */
export function readSplink(
  path: string,
  columns: Readonly<Record<string, string>>,
  { rules }: { readonly rules: boolean },
): Imported {
  const { settings, lineOf } = splinkFile(path);
  const problems: Problem[] = [];
  const named = new Set<string>();
  const reader: Reader = {
    ours: (column) => {
      named.add(column);
      return Object.hasOwn(columns, column) ? columns[column]! : column;
    },
    refuse: (at, message, hint, code = "CRM-E1051") => {
      const line = lineOf(at);
      problems.push({ code, file: path, ...(line === undefined ? {} : { line }), message, hint });
      return undefined;
    },
    trained: isTrained(settings),
  };
  checkSettings(settings, reader.refuse);
  const compare = settings.comparisons.flatMap((_, i) => comparisonOf(settings, i, reader) ?? []);
  for (const [i, { name }] of compare.entries())
    if (problems.length === 0 && compare.findIndex((each) => each.name === name) < i)
      reader.refuse(["comparisons", i], `comparison "${name}" is there twice`, COMPARE);
  const find = rulesOf(settings, rules ? reader : { ...reader, refuse: () => undefined });
  if (problems.length === 0)
    for (const column of Object.keys(columns).filter((name) => !named.has(name)))
      reader.refuse(
        [],
        `identity: splink: columns: the file compares no column "${column}"`,
        didYouMean(column, [...named]),
        "CRM-E1054",
      );
  if (problems.length > 0) throw new CliError(EXIT.usage, problems);
  const share = settings.probability_two_random_records_match ?? undefined;
  return {
    compare,
    find: rules ? find : [],
    share: reader.trained || share !== UNKNOWN_SHARE ? share : undefined,
  };
}

const isTrained = ({ comparisons }: SplinkSettings): boolean =>
  comparisons.every(({ comparison_levels: levels }) =>
    (["m_probability", "u_probability"] as const).every((kind) =>
      levels.some((level) => typeof level[kind] === "number"),
    ),
  );

function checkSettings({ link_type, sql_dialect, ...settings }: SplinkSettings, refuse: Refuse): void {
  const tell = (key: string, message: string, hint: string) => refuse([key], message, hint, "CRM-E1052");
  if (link_type === "link_only")
    tell(
      "link_type",
      "link_type link_only is not taken over: records of all sources are compared",
      'Say "dedupe_only" here, and name the sources without duplicates under identity.unique_sources.',
    );
  if (sql_dialect != null && sql_dialect !== DIALECT)
    tell(
      "sql_dialect",
      `conditions for ${sql_dialect} are not read`,
      `Save the file from a linker for ${DIALECT}.`,
    );
  const rules = "blocking_rules_to_generate_predictions";
  if ((settings[rules]?.length ?? 0) > MOST_RULES)
    tell(rules, `there are more than ${MOST_RULES} blocking rules`, FIND);
}

function comparisonOf(settings: SplinkSettings, i: number, reader: Reader): CustomComparison | undefined {
  const { output_column_name, comparison_levels: all } = settings.comparisons[i]!;
  const { ours, refuse, trained } = reader;
  const name = output_column_name ?? `${i + 1}`;
  const told = (place?: number) =>
    `comparison "${name}"${place === undefined ? "" : `, level "${all[place]!.label_for_charts ?? place + 1}"`}`;
  const at = (place?: number): Place =>
    place === undefined ? ["comparisons", i] : ["comparisons", i, "comparison_levels", place];
  const places = [...all.keys()].filter((place) => !all[place]!.is_null_level);
  const nulls = all.filter((level) => level.is_null_level);
  const known = nulls.length === 1 ? knownOf(nulls[0]!.sql_condition) : undefined;
  if (known === undefined)
    return refuse(
      at(),
      `${told()}: it has no null level as Splink's library writes one`,
      "Here a missing value says nothing: give the comparison a NullLevel of its columns.",
    );
  const chances = chancesOf(
    places.map((place) => all[place]!),
    trained,
  );
  const levels = places.flatMap((place, n): CustomLevel[] => {
    const level = levelOrWhyNot(all[place]!, ours);
    if (typeof level !== "string") return [{ ...level, ...chances[n] }];
    refuse(at(place), `${told(place)}: ${level}`, COMPARE);
    return [];
  });
  if (levels.length < places.length) return undefined;
  if (!levels.at(-1)?.otherwise) return refuse(at(), `${told()}: its last level is not ELSE`, COMPARE);
  const comparison = { name: nameOf(name, ours), columns: known.map(ours), levels };
  const [fault] = formFaults(comparison);
  if (fault === undefined) return comparison;
  const place = typeof fault.path[1] === "number" ? places[fault.path[1]] : undefined;
  return refuse(at(place), `${told(place)}: ${fault.message}`, COMPARE);
}

/** A comparison that is called as a column is called as ours. */
function nameOf(name: string, ours: Ours): string {
  const column = ours(name);
  return COMPARED.includes(column) ? column : name.replaceAll(",", " ");
}

function levelOrWhyNot(level: SplinkLevel, ours: Ours): CustomLevel | string {
  const read = levelOf(level.sql_condition, ours);
  if (read === undefined) return "its SQL is none of the named levels that can be taken over";
  const frequency = level.tf_adjustment_column ?? undefined;
  const plain = (level.tf_adjustment_weight ?? 1) === 1 && (level.tf_minimum_u_value ?? 0) === 0;
  if (frequency !== undefined && (!read.exact || ours(frequency) !== read.column || !plain))
    return "term frequencies are only taken over of the column of an exact match, with weight 1";
  return { ...read, ...(read.exact ? { frequency: frequency !== undefined } : {}) };
}

function rulesOf(settings: SplinkSettings, { ours, refuse }: Reader): string[][] {
  return (settings.blocking_rules_to_generate_predictions ?? []).flatMap((rule, i) => {
    const sql = typeof rule === "string" ? rule : rule.blocking_rule;
    const explodes = typeof rule !== "string" && (rule.arrays_to_explode?.length ?? 0) > 0;
    const keys = explodes ? undefined : keysOf(sql, ours);
    if (keys !== undefined) return [keys];
    const message = `blocking rule ${i + 1} asks for more than that columns, or their beginnings, are equal`;
    return refuse(["blocking_rules_to_generate_predictions", i], message, FIND) ?? [];
  });
}
