import type { Link, Pair } from "./explain-answer.js";
import type { RecordId } from "./explain-asked.js";
import type { Explained } from "./explain-tables.js";

const MANY = 100_000;

/**
 * What makes two records one customer: their own link, or the fewest links that lead from one to the other.
 * @throws {CliError} exit 2 if one of them is not in the run
 */
export async function pairOf(tables: Explained, [one, other]: readonly [RecordId, RecordId]): Promise<Pair> {
  const records = [await tables.record(one), await tables.record(other)] as const;
  const [a, b] = records;
  const unlinked = (await tables.unlinked(a, b)) ?? null;
  if (a.customer_id !== b.customer_id)
    return { records, one_customer: false, linked: false, links: [], unlinked };
  const links = pathBetween(await tables.links(a.customer_id, MANY), nameOf(a), nameOf(b));
  return { records, one_customer: true, linked: links.length === 1, links, unlinked };
}

export const nameOf = ({ source, record_id }: RecordId) => `${source}:${record_id}`;

/** The two ends of a link. */
export const endsOf = ({ source, record_id, other_source, other_record_id }: Link): [string, string] => [
  `${source}:${record_id}`,
  `${other_source}:${other_record_id}`,
];

/** The fewest links from one record to another, the first of equal ones in the order given. */
function pathBetween(links: readonly Link[], from: string, to: string): Link[] {
  const ways = new Map<string, { link: Link; next: string }[]>();
  const add = (end: string, link: Link, next: string) => {
    const there = ways.get(end);
    if (there === undefined) ways.set(end, [{ link, next }]);
    else there.push({ link, next });
  };
  for (const link of links) {
    const [one, other] = endsOf(link);
    add(one, link, other);
    add(other, link, one);
  }
  const reached = new Map<string, Link[]>([[from, []]]);
  for (const [record, path] of reached) {
    if (record === to) return path;
    for (const { link, next } of ways.get(record) ?? [])
      if (!reached.has(next)) reached.set(next, [...path, link]);
  }
  return [];
}
