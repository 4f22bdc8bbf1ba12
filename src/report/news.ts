import { type Engine, quoteTable } from "../engine/engine.js";
import type { Arguments } from "./catalogue.js";
import { isFew } from "./cells.js";
import { type Language, label, veilText } from "./language.js";

/** One row of `<room>.news`: a candidate sentence. Weight 0 or none: only a title of a chart. */
export interface News {
  readonly room: string;
  readonly message: string;
  readonly people: number | null;
  /** Contact records that these people are. */
  readonly records?: number | null;
  readonly money: number | null;
  /** The ends of the interval of the money, where it is told. */
  readonly low?: number | null;
  readonly high?: number | null;
  readonly share: number | null;
  readonly change: number | null;
  /** The ends of a range of changes, where one is told. */
  readonly change_low?: number | null;
  readonly change_high?: number | null;
  readonly label: string | null;
  readonly day: string | null;
  readonly weight: number | null;
  readonly direction: "good" | "bad" | "neutral";
  readonly link: string | null;
  /** The fewest people that its figures tell of, where these are not `people`. */
  readonly fewest?: number | null;
  /** Names of rows that its figures are made of, a space between: `prefix.key`, as charts and tables withhold them. */
  readonly about?: string | null;
  /** What is asked, in a room that answers several questions. */
  readonly question?: string | null;
  /** Further figures by what their names end in: `x_share`, `x_number`, and `x_labels`, keys with a | between. */
  readonly [further: string]: unknown;
}

const MOST_SENTENCES = 6;
const MOST_OF_A_ROOM = 3;
const TELLING = ["records", "money", "low", "high", "share", "change", "change_low", "change_high", "extent"];
const FURTHER = /_(share|number)$/;
const FORMS: readonly Form[] = ["", ".headline", ".title"];

/** The tables of a room with its sentences; those of its cards are written by code. */
const NEWS = ["news", "card_news"];

/** The candidate sentences of all rooms, in their order. */
export async function readNews(engine: Engine, rooms: readonly string[]): Promise<News[]> {
  const existing = new Set(await engine.tables());
  const news: News[] = [];
  for (const room of rooms)
    for (const file of NEWS.map((name) => `${room}.${name}`).filter((name) => existing.has(name))) {
      const sql = `select * from ${quoteTable(file)} order by weight desc nulls last, message, label nulls last, link nulls last`;
      for (const row of await engine.read({ sql, file })) news.push({ ...(row as object), room } as News);
    }
  return news;
}

/** How a message is said: the sentence itself, the head of the page, the title of a chart. */
export type Form = "" | ".headline" | ".title";

/**
 * Whether a form of a message may be said: it exists, is about nothing that is withheld and nobody who is one of a few,
 * and gives no figure but the number itself of people who are too few.
 */
export function maySay(news: News, form: Form, veiled: ReadonlySet<string>, language: Language): boolean {
  const { catalogue, minimum } = language;
  const names = [news.label ?? "", ...(news.about ?? "").split(" ")];
  if (!catalogue.has(news.message + form) || names.some((name) => veiled.has(name))) return false;
  if (isFew(news.fewest ?? 0, minimum)) return false;
  const telling = [...TELLING, ...Object.keys(news).filter((name) => FURTHER.test(name))];
  return !(isSmall(news, language) && telling.some((figure) => catalogue.uses(news.message + form, figure)));
}

/** The heaviest sentences: what asks for action first, worst first; no room more than three. */
export function choose(news: readonly News[]): News[] {
  const counts = new Map<string, number>();
  const heaviest = sentences(news).filter(({ room }) => {
    counts.set(room, (counts.get(room) ?? 0) + 1);
    return counts.get(room)! <= MOST_OF_A_ROOM;
  });
  return worstFirst(heaviest.slice(0, MOST_SENTENCES));
}

/** Everything that a room has to say, worst first. */
export function ofRoom(news: readonly News[], room: string): News[] {
  return worstFirst(sentences(news).filter((item) => item.room === room));
}

/** What the message of a sentence may name; too few people as "< 10". */
export function newsWords(news: News, language: Language): Arguments {
  const { numbers, minimum } = language;
  const small = isSmall(news, language);
  const figure = (value: number | null, write: (value: number) => string) =>
    value === null ? "–" : write(value);
  return {
    people: small ? veilText("small", language) : numbers.whole(news.people ?? 0),
    count: numbers.whole(news.people ?? 0),
    n: small ? minimum : (news.people ?? 0),
    records: figure(news.records ?? null, numbers.whole),
    r: news.records ?? 0,
    money: figure(news.money, numbers.money),
    low: figure(news.low ?? null, numbers.money),
    high: figure(news.high ?? null, numbers.money),
    share: figure(news.share, numbers.share),
    change: figure(news.change, numbers.change),
    change_low: figure(news.change_low ?? null, numbers.change),
    change_high: figure(news.change_high ?? null, numbers.change),
    extent: figure(news.change === null ? null : Math.abs(news.change), numbers.share),
    label: labelOf(news, language),
    day: news.day === null ? "–" : numbers.day(news.day),
    ...furtherWords(news, language),
  };
}

/** Columns that other sentences have not, in words. */
function furtherWords(news: News, language: Language): Arguments {
  const write = (name: string, value: unknown): string | undefined => {
    const missing = value === null || value === undefined;
    if (name.endsWith("_share")) return missing ? "–" : language.numbers.share(Number(value));
    if (name.endsWith("_number")) return missing ? "–" : language.numbers.figure(Number(value));
    if (!name.endsWith("_labels")) return undefined;
    return missing ? "–" : keys(String(value)).join(", ");
  };
  const keys = (value: string) => value.split("|").map((key) => labelIn(key, language));
  return Object.fromEntries(
    Object.entries(news).flatMap(([name, value]) => {
      const text = write(name, value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** A catalogue key of any room, `room.prefix.key`, in words. */
function labelIn(text: string, language: Language): string {
  const [room, prefix, ...key] = text.split(".");
  return key.length > 0 ? label(`${room}.${prefix}`, key.join("."), language) : text;
}

/** A catalogue key, `room.prefix.key`, in words; other text as it is. */
function labelOf({ room, label: text }: News, language: Language): string {
  if (text === null) return "–";
  const [first, prefix, ...key] = text.split(".");
  return first === room && key.length > 0 ? label(`${room}.${prefix}`, key.join("."), language) : text;
}

/** The place on the page that a sentence leads to, if it has one. */
export function linkOf(link: string | null): string | undefined {
  if (link === null) return undefined;
  const [kind, name] = [link.slice(0, link.indexOf(":")), link.slice(link.indexOf(":") + 1)];
  return kind === "list" ? `#list-${encodeURIComponent(name)}` : `#${encodeURIComponent(name)}`;
}

/** Too few people. A message with `{count}` is about rows, values or lists, of which there may be few. */
function isSmall({ message, people }: News, { catalogue, minimum }: Language): boolean {
  const aboutPeople = !FORMS.some((form) => catalogue.uses(message + form, "count"));
  return aboutPeople && isFew(people ?? 0, minimum);
}

/** The sentences among the news, heaviest first. */
export function sentences(news: readonly News[]): News[] {
  return news
    .filter(({ weight }) => (weight ?? 0) > 0)
    .sort((a, b) => b.weight! - a.weight! || (a.message < b.message ? -1 : a.message > b.message ? 1 : 0));
}

function worstFirst(news: readonly News[]): News[] {
  return [...news].sort((a, b) => Number(b.direction === "bad") - Number(a.direction === "bad"));
}
