import type { Engine } from "../engine/engine.js";
import { quoteText } from "../engine/engine.js";
import { Attempts } from "../error.js";
import type { NamedRule, RoomSettings } from "../rooms/settings.js";
import { customersNamespace, isOfCustomers } from "./namespace.js";
import { resolveRule } from "./rule.js";
import type { Pipeline } from "./schema.js";
import { roomOf, type Step } from "./steps.js";

/** What of a pipeline its rules need. */
export type RuledPipeline = Pick<Pipeline, "file" | "rooms" | "settings" | "line">;

/**
 * The steps `<room>.matched` of rooms whose settings name rules: who fits each. A rule may use all that the rooms of the
 * pipeline, and those that it names, say of a customer without knowing of it.
 */
export function matchedSteps(
  pipeline: RuledPipeline,
  steps: readonly Step[],
  settings: ReadonlyMap<string, RoomSettings>,
): Step[] {
  return [...settings].flatMap(([room, { rules }]) =>
    rules === undefined ? [] : [matchedStep(room, rules(pipeline.settings[room]), pipeline, steps, settings)],
  );
}

function matchedStep(
  room: string,
  rules: readonly NamedRule[],
  pipeline: RuledPipeline,
  steps: readonly Step[],
  settings: ReadonlyMap<string, RoomSettings>,
): Step {
  const table = `${room}.matched`;
  const file = pipeline.file;
  const rooms = ["crm", ...pipeline.rooms, ...rules.flatMap(({ rule }) => roomsNamed(rule))];
  const told = rules.length === 0 ? [] : before(table, steps).filter((step) => isOf(step, rooms));
  let conditions: string[] | undefined;
  const resolve = async (engine: Engine) => {
    const { namespace, from } = await customersNamespace(engine, told, settings);
    const attempts = new Attempts();
    const selects: string[] = [];
    for (const { use, name, rule, path } of rules) {
      const line = pipeline.line([room, ...path]);
      const source = { rule, file, what: `${room}: ${name}`, ...(line === undefined ? {} : { line }) };
      await attempts.try(async () => {
        const condition = await resolveRule(engine, source, namespace);
        selects.push(
          `select ${quoteText(use)} as use, ${quoteText(name)} as name, "crm.customers".customer_id from ${from([condition])} where ${condition}`,
        );
      });
    }
    attempts.end();
    return selects;
  };
  return {
    table,
    file: "src/pipeline/matched.ts",
    grain: "One row per rule that the settings name and customer who fits it.",
    key: ["use", "name", "customer_id"],
    reads: told.map((step) => step.table),
    working: false,
    published: [],
    unpublished: [],
    make: async (engine, made, parameters) => {
      // Resolved once, on the empty tables of the proof: a rule is refused before any row is read.
      conditions ??= await resolve(engine);
      const none = "select '' as use, '' as name, '' as customer_id limit 0";
      const sql = conditions.length === 0 ? none : conditions.join(" union all ");
      return engine.create(made, { sql, file }, parameters, ["use", "name", "customer_id"]);
    },
  };
}

const isOf = ({ table, grain }: Step, rooms: readonly string[]) =>
  isOfCustomers(grain) && rooms.includes(roomOf(table));

const roomsNamed = (rule: string) => [...rule.matchAll(/\b([a-z][a-z0-9_]*)\./g)].map(([, room]) => room!);

/** The steps that do not need a table, however far back. */
function before(table: string, steps: readonly Step[]): Step[] {
  const after = new Set([table]);
  for (let size = 0; size < after.size; ) {
    size = after.size;
    for (const step of steps) if (step.reads.some((read) => after.has(read))) after.add(step.table);
  }
  return steps.filter((step) => !after.has(step.table));
}
