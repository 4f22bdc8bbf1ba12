import type { Engine } from "../../engine/engine.js";
import { type Events, matchReturns } from "../../value/match-returns.js";

export const grain = "One row per return that names no order: the purchase that it belongs to.";
export const working = true;
export const reads = ["value.events"];

/** Makes `value.matches`: `event` of a return and `bought`, that of its purchase, both of `value.events`. */
export async function make(engine: Engine, table: string): Promise<number> {
  const events = await engine.numbers<keyof Events>({
    file: "src/rooms/value/matches.ts",
    sql: `select cast(thread as double) as thread, cast(step as double) as step, cast(document as double) as document,
      cast(quantity as double) as quantity from value.events order by event`,
  });
  const rows = [...matchReturns(events)].flatMap((bought, i) =>
    bought < 0 ? [] : [[BigInt(i + 1), BigInt(bought + 1)]],
  );
  return engine.load(table, { event: "bigint", bought: "bigint" }, rows);
}
