import { alike, bare, inRule, split } from "./condition.js";
import { lengthOf, type Ours } from "./level.js";

/** The keys that a blocking rule asks two records to share; undefined if it asks for anything else. */
export function keysOf(sql: string, ours: Ours): string[] | undefined {
  const keys = split(bare(sql.replace(/\s+/g, " ")), " and ").map((each) => {
    const same = alike(split(bare(each), " = "), inRule);
    if (same === undefined) return undefined;
    const column = ours(same.column);
    if (same.of === "value") return column;
    if (same.of === "user") return column === "email" ? "email user" : undefined;
    const length = typeof same.of === "number" ? lengthOf(same.of, column) : undefined;
    return length === undefined ? undefined : `${column} begins ${length}`;
  });
  return keys.some((key) => key === undefined) ? undefined : (keys as string[]);
}
