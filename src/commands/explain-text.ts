import type { Part } from "../identity/waterfall.js";
import type { Answer, Event, Link, Member, Pair, Rule, Told } from "./explain-answer.js";
import { endsOf, nameOf } from "./explain-pair.js";
import type { RoomSaid } from "./explain-rooms.js";
import { MOST } from "./explain-tables.js";

/** The answer as a person reads it in a terminal. */
export function textOf(answer: Answer, chart: string | undefined): string {
  const { run, as_of, matches, customers, pair, threshold, rules } = answer;
  const lines = [`Run ${run}${as_of === null ? "" : `, as of ${as_of}`}.`];
  if (matches > 1)
    lines.push(`${matches} customers have this e-mail address${fewer(customers.length, matches)}`);
  if (pair !== null) lines.push(...pairText(pair, threshold));
  for (const customer of customers) lines.push(...customerText(customer, threshold));
  lines.push("", ...rulesText(rules));
  if (answer.chart !== null) lines.push("", `Chart: ${answer.chart}`);
  else if (chart !== undefined) lines.push("", "No chart: there is no link to draw.");
  return `${lines.join("\n")}\n`;
}

const fewer = (shown: number, all: number) => (shown < all ? `; the first ${shown} are told.` : ".");

function customerText(customer: Told, threshold: number): string[] {
  const { customer_id, since, status, records, merged, members, links, links_in_all, events, rooms } =
    customer;
  const gone = merged.map(
    (before, i) =>
      `Customer ${before.customer_id} was merged into ${merged[i + 1]?.customer_id ?? customer_id}.`,
  );
  const head = `Customer ${customer_id}: ${status}, since ${since}, ${counted(records, "record")}`;
  const none = status === "retired" ? "None of its records is in this run any more." : undefined;
  return [
    "",
    ...gone,
    `${head}${fewer(members.length, records)}`,
    ...(members.length === 0 ? [] : ["", ...membersText(members)]),
    "",
    ...(links.length > 0
      ? [linksHead(threshold, links.length, links_in_all), ...links.flatMap(linkText)]
      : [none ?? (records === 1 ? "It is alone: there is no link." : DECIDED)]),
    "",
    ...eventsText(events),
    ...rooms.flatMap(roomText),
  ];
}

function roomText({ title, says }: RoomSaid): string[] {
  const lines = says.flatMap((said) => said.lines);
  return ["", `${title}:`, ...lines.map((line) => `  ${printable(line)}`)];
}

const DECIDED = "No pair of them is one person by itself: somebody has decided that they are.";

const linksHead = (threshold: number, shown: number, all: number) =>
  `${counted(all, "pair")} taken for one person, from probability ${threshold}${
    shown < all ? `; the strongest ${MOST}` : ""
  }:`;

function pairText({ records, one_customer, linked, links, unlinked }: Pair, threshold: number): string[] {
  const [a, b] = records;
  const names = `${nameOf(a)} and ${nameOf(b)}`;
  const found = linked
    ? "taken for one person by themselves"
    : links.length > 0
      ? `joined by ${counted(links.length, "link")}, not by themselves`
      : "joined by a decision (must_link), not by a link";
  return [
    one_customer
      ? `${names} are one customer, ${a.customer_id}: ${found}.`
      : `${names} are two customers, ${a.customer_id} and ${b.customer_id}.`,
    ...(linked ? [] : [themselves(unlinked, threshold)]),
    "",
    ...membersText(records),
    ...(unlinked === null ? [] : linkText(unlinked)),
    ...links.flatMap(linkText),
  ];
}

function themselves(unlinked: Link | null, threshold: number): string {
  if (unlinked === null)
    return "Themselves they were found by no rule, or are one person with a probability below 0.01.";
  const found = `Themselves they are one person with probability ${unlinked.probability.toFixed(6)}`;
  return unlinked.probability < threshold
    ? `${found}, below the threshold of ${threshold}.`
    : `${found}, but were kept apart: by their other records, a decision, or a source without duplicates.`;
}

/** Columns of the records' table; one that is empty in all of them is left out. */
const COLUMNS = [
  ["source", "source"],
  ["record_id", "record"],
  ["given_name", "given name"],
  ["family_name", "family name"],
  ["company", "company"],
  ["email", "e-mail"],
  ["phone", "phone"],
  ["birth_date", "birth date"],
  ["street", "street"],
  ["postcode", "postcode"],
  ["city", "city"],
  ["why", "why"],
] as const;

function membersText(members: readonly Member[]): string[] {
  const columns = COLUMNS.filter(([name]) => members.some((member) => member[name] !== null));
  const rows = members.map((member) => columns.map(([name]) => member[name] ?? ""));
  return table([columns.map(([, title]) => title), ...rows]);
}

function linkText(link: Link): string[] {
  const agrees = link.agrees.length === 0 ? "fully in nothing" : `in ${words(link.agrees.join(", "))}`;
  const head = `${endsOf(link).join(" and ")}: ${link.weight.toFixed(2)} bits, probability ${link.probability.toFixed(6)}`;
  let sum = 0;
  const rows = link.waterfall
    .filter(({ answer }) => answer !== null)
    .map((part) => {
      sum += part.bits;
      return [partName(part), part.answer!, signed(part.bits), signed(sum)];
    });
  const unknown = link.waterfall.flatMap(({ answer, comparison }) => (answer === null ? [comparison!] : []));
  const body = table([["", "", "bits", "so far"], ...rows, ["weight", "", "", signed(link.weight)]], 2);
  return [
    "",
    `  ${printable(head)}`,
    `  They agree ${agrees}${unknown.length === 0 ? "." : `; not known of both: ${words(unknown.join(", "))}.`}`,
    ...body.map((line) => `  ${line}`),
  ];
}

const NAMES = { prior: "prior", values: "values", kinds: "other kinds" } as const;

/** What a part of a weight is called. */
export function partName({ part, comparison }: Part): string {
  return part === "comparison" ? words(comparison!) : NAMES[part];
}

const words = (name: string) => name.replace(/\bx_/g, "").replaceAll("_", " ");

function eventsText(events: readonly Event[]): string[] {
  if (events.length === 0) return ["No event of its id in this run."];
  return [
    "Since the run before:",
    ...events.map(({ customer_id, event, other_id, records }) => {
      const { [event]: say = () => event } = EVENTS;
      return `  ${say(customer_id, other_id ?? "", counted(records, "record"))}`;
    }),
  ];
}

const EVENTS: Readonly<Record<string, (id: string, other: string, records: string) => string>> = {
  created: (id) => `created: ${id} is new`,
  returned: (id) => `returned: ${id} is back`,
  split: (id, other, records) => `split: ${id} is new, with ${records} of ${other}`,
  merged: (id, other, records) => `merged: ${id} was given up for ${other} (${records})`,
  moved: (id, other, records) => `moved: ${records} went from ${id} to ${other}`,
  retired: (id) => `retired: the records of ${id} are gone`,
};

function rulesText(rules: readonly Rule[]): string[] {
  const names = rules.map(({ keys, left_out }) => {
    const name = keys === "" ? "all with all" : words(keys);
    return left_out > 0 ? `${name} (${counted(left_out, "pair")} left out)` : name;
  });
  return names.length === 0
    ? ["No rule found pairs to compare."]
    : wrap(`Rules by which pairs were found: ${names.join("; ")}.`, 110);
}

const counted = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;

const signed = (bits: number) => {
  const text = Math.abs(bits).toFixed(2);
  return text === "0.00" ? text : `${bits < 0 ? "-" : "+"}${text}`;
};

/** Rows in columns; the last `right` columns are numbers. The first row is the head. */
function table(rows: readonly (readonly string[])[], right = 0): string[] {
  const safe = rows.map((row) => row.map(printable));
  const count = safe[0]!.length;
  const widths = safe[0]!.map((_, i) => safe.reduce((most, row) => Math.max(most, row[i]!.length), 0));
  return safe.map((row) =>
    `  ${row
      .map((value, i) => (i < count - right ? value.padEnd(widths[i]!) : value.padStart(widths[i]!)))
      .join("  ")}`.trimEnd(),
  );
}

/** A terminal obeys control characters; a value must not. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "·");
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(line === undefined ? word : `  ${word}`);
  }
  return lines;
}
