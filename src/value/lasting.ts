import type { Engine } from "../engine/engine.js";
import type { Durations } from "../fit/value/durations.js";
import { grouped } from "./grouped.js";
import { months } from "./time.js";

/** Subscriptions that have one level of a characteristic; the level is null where they have none. */
export interface Lasting {
  readonly level: string | null;
  readonly durations: Durations<"months">;
  readonly people: number;
}

/** Fewest subscriptions of a level, and most levels, that are told alone. */
const PEOPLE = 25;
const LEVELS = 8;
/** Different durations at most; they are counted by the day. */
const MOST = 1_000_000;

/**
 * How long subscriptions last by the levels of a characteristic, the level of most subscriptions first; those that are not
 * told alone are left out.
 * @param column of `value.traits`; the caller's own word, never one of the user's
 */
export async function lastingBy(engine: Engine, column: string): Promise<Lasting[]> {
  const rows = await engine.read<{ level: string | null; months: number; ended: number; running: number }>(
    {
      file: "src/value/lasting.ts",
      sql: `with levels as (
          select cast(${column} as varchar) as level, count(*) as people from value.traits
          where ${column} is not null group by level having count(*) >= ${PEOPLE}
          order by people desc, level limit ${LEVELS}
        )
        select levels.level, months::double as months, sum(ended)::bigint as ended, sum(1 - ended)::bigint as running
        from value.traits as traits join levels on levels.level = cast(traits.${column} as varchar)
        group by levels.level, levels.people, months
        order by levels.people desc, levels.level, months`,
    },
    {},
    MOST,
  );
  return [...grouped(rows, ({ level }) => level ?? "")].map(([level, own]) => lastingOf(level, own));
}

/** How long all subscriptions last. */
export async function lastingAll(engine: Engine): Promise<Lasting | undefined> {
  const rows = await engine.read<{ months: number; ended: number; running: number }>(
    `select months::double as months, sum(ended)::bigint as ended, sum(1 - ended)::bigint as running
    from value.traits group by months order by months`,
    {},
    MOST,
  );
  return rows.length === 0 ? undefined : lastingOf(null, rows);
}

function lastingOf(
  level: string | null,
  rows: readonly { readonly months: number; readonly ended: number; readonly running: number }[],
): Lasting {
  return {
    level,
    durations: {
      time: rows.map((row) => months(row.months)),
      ended: rows.map(({ ended }) => ended),
      running: rows.map(({ running }) => running),
    },
    people: rows.reduce((sum, { ended, running }) => sum + ended + running, 0),
  };
}
