import { type Engine, quoteTable } from "../engine/engine.js";

/** Of more examples than these a part is learnt from, drawn by the hash of their names. */
export const MOST_EXAMPLES = 200_000;

/** Examples whose answer is known. */
export const KNOWN = "sample = 'past' and answer is not null";

/**
 * Examples that fulfil a condition, at most so many of each sample, drawn by the hash of their names; for a `from` with
 * further conditions. Declined ones are drawn apart, so that the others are the same without them.
 */
export const drawnSelect = (table: string, where: string, most: number = MOST_EXAMPLES): string =>
  `(select *, row_number() over (partition by sample order by md5(example), example) as _draw
    from ${quoteTable(table)} where ${where}) as known where _draw <= ${most}`;

/** How many examples of a table have a known answer. */
export async function countKnown(engine: Engine, table: string): Promise<number> {
  const [row] = await engine.read<{ known: number }>(
    `select count(*) as known from ${quoteTable(table)} where ${KNOWN}`,
  );
  return row!.known;
}

/** Makes a working table of those examples that are learnt from and those that are to be scored, and of no others. */
export async function drawExamples(engine: Engine, table: string, base: string): Promise<void> {
  await engine.work(table, {
    file: "src/scorecard/draw.ts",
    sql: `select * exclude (_draw) from ${drawnSelect(base, KNOWN)}
      union all select * from ${quoteTable(base)} where sample = 'now'`,
  });
}
