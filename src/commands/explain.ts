import { writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Effects } from "../effects.js";
import { expected } from "../error.js";
import { readRecord } from "../run/record.js";
import type { Answer, Told } from "./explain-answer.js";
import { type Asked, asked, emailOf } from "./explain-asked.js";
import { chartOf } from "./explain-chart.js";
import { pairOf } from "./explain-pair.js";
import { ExplainedRooms } from "./explain-rooms.js";
import { Explained } from "./explain-tables.js";
import { textOf } from "./explain-text.js";
import { overTables } from "./tables.js";

export interface ExplainFlags {
  readonly chart?: string;
  readonly json?: boolean;
  /** The language in which the rooms' words are told, English if not said. */
  readonly locale?: string;
  readonly out: string;
}

/** Of an address that very many customers have, so many are told. */
const CUSTOMERS = 20;

/**
 * `crm-analyze explain [RUN] <customer | source:record | ->`: why records are one customer, and what
 * the rooms say of it. `-` reads an e-mail address
 * from standard input, so that it stands in no shell's history; two records tell of their pair.
 * @throws {CliError} exit 2 if there is no run, or nobody in it whom the words name
 */
export async function explain(
  words: readonly string[],
  flags: ExplainFlags,
  effects: Effects,
): Promise<void> {
  const { run, asked: what } = asked(words, { cwd: effects.cwd, out: flags.out });
  const email = what.kind === "email" ? emailOf(await effects.input()) : "";
  await overTables(run, effects, async ({ folder, engine }) => {
    const tables = await Explained.open(engine, run);
    const pair = what.kind === "pair" ? await pairOf(tables, what.records) : null;
    const ids = pair === null ? await idsOf(tables, what, email) : [];
    const record = readRecord(dirname(folder));
    const said = { cwd: effects.cwd, locale: flags.locale ?? "en" };
    const rooms = ExplainedRooms.open(engine, folder, record, said);
    const customers: Told[] = [];
    for (const id of ids.slice(0, CUSTOMERS)) customers.push(await tell(tables, rooms, id));
    const links =
      pair === null
        ? customers.flatMap((customer) => customer.links)
        : [...(pair.unlinked === null ? [] : [pair.unlinked]), ...pair.links];
    const answer: Answer = {
      run,
      as_of: record?.as_of ?? null,
      asked: what,
      matches: ids.length,
      customers,
      pair,
      threshold: await tables.threshold(),
      rules: await tables.rules(),
      chart: flags.chart !== undefined && links.length > 0 ? flags.chart : null,
    };
    if (answer.chart !== null) write(resolve(effects.cwd, answer.chart), chartOf(links));
    effects.print(flags.json ? `${JSON.stringify(answer, null, 2)}\n` : textOf(answer, flags.chart));
  });
}

async function idsOf(tables: Explained, what: Asked, email: string): Promise<string[]> {
  if (what.kind === "customer") return [what.customer_id];
  if (what.kind === "record") return [(await tables.record(what)).customer_id];
  return tables.customersOf(email);
}

async function tell(tables: Explained, rooms: ExplainedRooms, id: string): Promise<Told> {
  const chain = await tables.chain(id);
  const customer = chain.at(-1)!;
  const now = customer.customer_id;
  return {
    ...customer,
    merged: chain.slice(0, -1),
    members: await tables.members(now),
    links: await tables.links(now),
    links_in_all: await tables.countLinks(now),
    events: await tables.events(now),
    rooms: await rooms.of(now),
  };
}

function write(path: string, spec: object): void {
  try {
    writeFileSync(path, `${JSON.stringify(spec, null, 2)}\n`);
  } catch (error) {
    throw expected(error);
  }
}
