import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Effects } from "../effects.js";
import { blockedText } from "../lists/blocked.js";
import type { RunRecord } from "../run/record.js";
import { type RunFlags, start } from "./run.js";
import { people } from "./words.js";

interface ListChange {
  readonly list: string;
  readonly before: number;
  readonly now: number;
  readonly added: number;
  readonly removed: number;
}

/**
 * `crm-analyze plan`: the whole run without publishing, then what was read and how each list would change in people
 * against the published run.
 */
export async function plan(file: string, flags: RunFlags, effects: Effects): Promise<void> {
  const told = await start(file, flags, "plan", effects, async ({ record, folder, previous }) => {
    const before = previous === undefined ? undefined : join(flags.out, "runs", previous.id);
    const changes: ListChange[] = [];
    for (const { list } of record.lists) changes.push(await change(list, folder, before));
    return flags.json
      ? `${JSON.stringify({ record, previous: previous?.id ?? null, changes }, null, 2)}\n`
      : text(record, previous, changes);
  });
  effects.print(told);
}

function text(record: RunRecord, previous: RunRecord | undefined, changes: readonly ListChange[]): string {
  const lines = [
    `Plan as of ${record.as_of}; nothing was published.`,
    "",
    "Read:",
    ...record.inputs.map((input) => `  ${input.path}  ${input.rows_in} rows, ${input.bytes} bytes`),
    ...record.sources.map(
      (each) =>
        `  ${each.source}: ${each.rows_in} in = ${each.kept} kept + ${each.superseded} superseded + ${each.excluded} excluded + ${each.quarantined} quarantined`,
    ),
    ...record.replaced.map((file) => `  ${file} stands in place of ours`),
    "",
    previous === undefined ? "Lists (there is no published run):" : `Lists against run ${previous.id}:`,
    ...changes.map(
      ({ list, before, now, added, removed }) =>
        `  ${list}: ${people(now)} (${before} before, ${added} added, ${removed} removed)`,
    ),
    ...record.blocked_lists.map((each) => `  ${blockedText(each)}`),
  ];
  return `${lines.join("\n")}\n`;
}

async function change(list: string, folder: string, before: string | undefined): Promise<ListChange> {
  const now = await customers(join(folder, "lists", list, "machine.csv"));
  const then =
    before === undefined ? new Set<string>() : await customers(join(before, "lists", list, "machine.csv"));
  const added = [...now].filter((id) => !then.has(id)).length;
  return { list, before: then.size, now: now.size, added, removed: then.size + added - now.size };
}

async function customers(path: string): Promise<Set<string>> {
  const ids = new Set<string>();
  if (!existsSync(path)) return ids;
  let quoted = false;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (!quoted) ids.add(line.split(",")[0]!);
    if ((line.split('"').length - 1) % 2 === 1) quoted = !quoted;
  }
  ids.delete("customer_id");
  return ids;
}
