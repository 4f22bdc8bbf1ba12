import type { Engine } from "../engine/engine.js";
import { Attempts, CliError, EXIT } from "../error.js";
import type { RoomSettings } from "../rooms/settings.js";
import type { Namespace } from "./expression.js";
import { columnsNamed, type RuleSource, resolveColumn, resolveRule } from "./rule.js";
import type { Pipeline } from "./schema.js";
import { roomOf } from "./steps.js";

/** A list whose rule and columns have been resolved against the tables that a run will have. */
export interface PreparedList {
  readonly name: string;
  readonly condition: string;
  /** What its rule names, `room.column`, and what the rules behind such a column name. */
  readonly names: readonly string[];
  readonly columns: readonly { readonly name: string; readonly expression: string }[];
}

/**
 * Resolves the rules and columns of all lists.
 * @throws {CliError} exit 2 with all that is wrong in any of them
 */
export async function prepareLists(
  engine: Engine,
  pipeline: Pipeline,
  namespace: Namespace,
  settings: ReadonlyMap<string, RoomSettings>,
): Promise<PreparedList[]> {
  const attempts = new Attempts();
  const lists: PreparedList[] = [];
  for (const [name, { rule, columns, channel }] of Object.entries(pipeline.lists)) {
    const source = (text: string, ...path: (string | number)[]): RuleSource => {
      const line = pipeline.line(["lists", name, ...path]);
      const place = { file: pipeline.file, ...(line === undefined ? {} : { line }) };
      return { rule: text, what: `list "${name}"`, ...place };
    };
    const resolved: { name: string; expression: string }[] = [];
    for (const [i, column] of columns.entries()) {
      await attempts.try(async () => {
        const own = source(column, "columns", i);
        const found = await resolveColumn(engine, own, namespace);
        if (channel === "none" && CONTACT_DATA.test(found.expression)) throw contactData(own);
        if (resolved.some(({ expression }) => expression === found.expression)) throw twice(own);
        const taken = ["customer_id", ...resolved.map((each) => each.name)];
        const free = [found.name, found.fullName].find((each) => !taken.includes(each));
        if (free === undefined) throw twice(own);
        resolved.push({ name: free, expression: found.expression });
      });
    }
    await attempts.try(async () => {
      const condition = await resolveRule(engine, source(rule, "rule"), namespace);
      lists.push({ name, condition, columns: resolved, names: await namesOf(engine, condition) });
    });
  }
  attempts.end();
  const behind = await namesBehind(engine, pipeline, namespace, settings);
  return lists.map((list) => ({
    ...list,
    names: [...new Set(list.names.flatMap((name) => [name, ...(behind.get(name) ?? [])]))],
  }));
}

/** The columns that a resolved condition names. */
async function namesOf(engine: Engine, condition: string): Promise<string[]> {
  const named = await columnsNamed(engine, { rule: condition, what: "a list" });
  return [...new Set(named.map(([table, column]) => `${roomOf(table!)}.${column!.toLowerCase()}`))];
}

/** Of columns that the rules of rooms make, what these rules name. */
async function namesBehind(
  engine: Engine,
  pipeline: Pipeline,
  namespace: Namespace,
  settings: ReadonlyMap<string, RoomSettings>,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const [room, { rules }] of settings) {
    if (!namespace.rooms.has(room)) continue;
    for (const { name, rule } of rules?.(pipeline.settings[room]) ?? []) {
      const condition = await resolveRule(engine, { rule, what: `${room}: ${name}` }, namespace);
      const column = `${room}.${name}`;
      found.set(column, [...(found.get(column) ?? []), ...(await namesOf(engine, condition))]);
    }
  }
  return found;
}

/** Columns of a person that a list without a channel may not hold, as a resolved column names them. */
const CONTACT_DATA = /"crm\.customers"\.(full_name|given_name|family_name|email|phone|street|postcode)\b/;

function contactData(source: RuleSource): CliError {
  return refuse(
    source,
    "CRM-E1302",
    `${source.what} has no channel, so it may not hold ${source.rule}: that is contact data`,
    "Take the column out, or name the channel that the list is for.",
  );
}

function twice(source: RuleSource): CliError {
  return refuse(
    source,
    "CRM-E1303",
    `${source.what} has the column ${source.rule} already`,
    "Take one of the two out.",
  );
}

function refuse({ file, line }: RuleSource, code: string, message: string, hint: string): CliError {
  const place = { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
  return new CliError(EXIT.usage, { code, ...place, message, hint });
}
