import { type Engine, type Parameters, quoteName } from "../../engine/engine.js";
import { Attempts } from "../../error.js";
import {
  CHANNEL,
  type Count,
  type Covariate,
  designOf,
  effectOf,
  levelsOfNumbers,
  levelsOfWords,
  OTHER,
  PARTS,
  placesOf,
  RARE,
  UNKNOWN,
  unknownCovariate,
} from "../../value/levels.js";
import { parseModelFile } from "../../value/model-file.js";

export const grain =
  "One row per covariate and level: what may tell how customers buy, and how many have it.";
export const key = ["place", "level_place"];
export const unpublished = ["value.strata"];
export const reads = [
  "crm.contacts",
  "crm.customers",
  "crm.orders",
  "identity.members",
  "settings.value_customer_covariates",
  "value.bought",
  "value.model",
  "value.sales",
];

const file = "src/rooms/value/levels.ts";
const INTEGER = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/;
const NUMBER = /^(FLOAT|DOUBLE|DECIMAL\(.*\))$/;
/** As many levels of a covariate are tried, until there are no more strata than MOST. */
const LEVELS = [12, 8, 5, 3, 2];
const MOST = 200;
/** A number of no more different values is taken as words. */
const FEW_VALUES = 10;

type Kind = "words" | "number";
interface Asked {
  readonly name: string;
  readonly value: string;
  readonly kind: Kind;
}

/** Makes `value.levels` and `value.strata`: the stratum of each customer, where it is not 0. */
export async function make(engine: Engine, table: string): Promise<number> {
  const names = await engine.read<{ name: string }>(
    "select name from settings.value_customer_covariates order by place",
  );
  const asked = await askedOf(
    engine,
    names.map(({ name }) => name),
  );
  if (asked.length > 0) await valuesOf(engine, asked);
  const covariates = await covariatesOf(engine, asked);
  const people = new Map<number, number>();
  for (const { stratum, people: count } of asked.length === 0 ? [] : await countsOf(engine))
    people.set(stratum, count);
  if (asked.length > 0) await engine.drop("value.covariates");
  const levels = covariates.flatMap((covariate, i) =>
    covariate.levels.map((level, j) => {
      const reference = j === covariate.reference;
      let customers = 0;
      for (const [stratum, count] of people) if (placesOf(covariates, stratum)[i] === j) customers += count;
      return [
        ...[i + 1, covariate.name, j + 1, level.level, level.low, level.high, covariate.numeric],
        ...[reference, reference ? null : effectOf(covariate, level), BigInt(customers)],
      ];
    }),
  );
  return engine.load(
    table,
    {
      place: "integer",
      covariate: "varchar",
      level_place: "integer",
      level: "varchar",
      low: "double",
      high: "double",
      numeric: "boolean",
      reference: "boolean",
      effect: "varchar",
      customers: "bigint",
    },
    levels,
  );
}

/** The covariates that customers are told apart by, as `value.levels` has them. */
export async function readCovariates(engine: Engine): Promise<Covariate[]> {
  const rows = await engine.read<{
    covariate: string;
    level: string;
    low: number | null;
    high: number | null;
    numeric: boolean;
    reference: boolean;
  }>("select covariate, level, low, high, numeric, reference from value.levels order by place, level_place");
  const names = [...new Set(rows.map(({ covariate }) => covariate))];
  return names.map((name) => {
    const own = rows.filter(({ covariate }) => covariate === name);
    return {
      name,
      numeric: own[0]!.numeric,
      levels: own.map(({ level, low, high }) => ({ level, low, high })),
      reference: own.findIndex(({ reference }) => reference),
    };
  });
}

/** What covariates say, of the strata that there are among customers. */
export async function readDesign(engine: Engine) {
  const covariates = await readCovariates(engine);
  const strata = await engine.read<{ stratum: number }>(
    "select distinct stratum from value.strata order by stratum",
  );
  return { covariates, design: designOf(covariates, [0, ...strata.map(({ stratum }) => stratum)]) };
}

/** Those of a model that is kept where they are of the same names, or else by what customers have. */
async function covariatesOf(engine: Engine, asked: readonly Asked[]): Promise<Covariate[]> {
  const [model] = await engine.read<{ text: string | null }>("select text from value.model");
  const { covariates: kept = [] } = model?.text == null ? {} : parseModelFile(model.text);
  if (kept.map(({ name }) => name).join("\n") === asked.map(({ name }) => name).join("\n")) {
    await stratify(engine, kept);
    return kept;
  }
  for (const most of LEVELS) {
    const found: Covariate[] = [];
    for (const [i, each] of asked.entries()) found.push(await levelled(engine, each, i, most));
    if ((await stratify(engine, found)) <= MOST || most === LEVELS.at(-1)) return found;
  }
  throw new RangeError("no levels");
}

/** Makes `value.covariates`: one row per customer with a purchase and what the covariates are, `c0`, `c1` … */
async function valuesOf(engine: Engine, asked: readonly Asked[]): Promise<void> {
  const columns = asked.map(({ value, kind }, i) =>
    kind === "number" ? `${value} as c${i}` : `nullif(trim(cast(${value} as varchar)), '') as c${i}`,
  );
  const extras = asked.flatMap(({ value }) => /contacts\.("(?:[^"]|"")*")/.exec(value)?.[1] ?? []);
  await engine.work("value.covariates", {
    file,
    sql: `select buyers.customer_id, ${columns.join(", ")}
      from (select distinct customer_id from value.bought where look = 0) as buyers
      left join crm.customers as customers on customers.customer_id = buyers.customer_id
      ${asked.some(({ value }) => value.startsWith("channels.")) ? FIRST_CHANNEL : ""}
      ${extras.length === 0 ? "" : latest(extras)}`,
  });
}

const FIRST_CHANNEL = `left join (
    select sales.customer_id, min_by(orders.channel, strftime(sales.day, '%Y-%m-%d') || orders.source || orders.order_id)
        filter (where orders.channel is not null) as channel
    from value.sales as sales
    join crm.orders as orders on orders.source = sales.source and orders.order_id = sales.order_id
    where sales.kind = 'order'
    group by sales.customer_id
  ) as channels on channels.customer_id = buyers.customer_id`;

/** Further columns of contacts: of several records of a customer the latest that has one. */
const latest = (columns: readonly string[]) => `left join (
    select members.customer_id, ${columns
      .map(
        (column) => `max_by(contacts.${column},
          coalesce(strftime(contacts.updated_at, '%Y-%m-%d %H:%M:%S'), '') || contacts.source || contacts.record_id)
          filter (where contacts.${column} is not null) as ${column}`,
      )
      .join(", ")}
    from crm.contacts as contacts
    join identity.members as members
      on members.source = contacts.source and members.record_id = contacts.record_id
    group by members.customer_id
  ) as contacts on contacts.customer_id = buyers.customer_id`;

/**
 * Where each covariate stands.
 * @throws {CliError} exit 2 for one that is no word or number of customers
 */
async function askedOf(engine: Engine, names: readonly string[]): Promise<Asked[]> {
  if (names.length === 0) return [];
  const customers = await engine.columns("crm.customers");
  const contacts = await engine.columns("crm.contacts");
  const attempts = new Attempts();
  const asked: Asked[] = [];
  for (const name of names) {
    const found = await attempts.try(async () => {
      if (name === CHANNEL) return { name, value: "channels.channel", kind: "words" as const };
      const column = name.replace(/^crm\./, "");
      const from = customers.has(column) ? "customers" : "contacts";
      const type = (customers.get(column) ?? contacts.get(column) ?? "").toUpperCase();
      const value = `${from}.${quoteName(column)}`;
      if (INTEGER.test(type)) return { name, value, kind: "number" as const };
      if (NUMBER.test(type)) return { name, value: `cast(${value} as double)`, kind: "number" as const };
      if (type === "VARCHAR" || type === "BOOLEAN") return { name, value, kind: "words" as const };
      if (type === "" && (await isTrial(engine)))
        return { name, value: "cast(null as varchar)", kind: "words" as const };
      throw unknownCovariate(name, [...customers.keys(), ...contacts.keys()]);
    });
    if (found !== undefined) asked.push(found);
  }
  attempts.end();
  return asked;
}

/** Whether the step is proven on empty tables, which have no further columns of exports. */
async function isTrial(engine: Engine): Promise<boolean> {
  const [row] = await engine.read<{ people: number }>("select count(*) as people from crm.contacts");
  return row!.people === 0;
}

/** The levels of a covariate among the customers. */
async function levelled(
  engine: Engine,
  { name, kind }: Asked,
  place: number,
  most: number,
): Promise<Covariate> {
  const column = `c${place}`;
  const [all] = await engine.read<{ known: number; unknown: number; different: number }>(
    `select count(${column}) as known, count(*) - count(${column}) as unknown, count(distinct ${column}) as different
    from value.covariates`,
  );
  const { known, unknown, different } = all!;
  const numeric = kind === "number" && different > FEW_VALUES;
  const counts = await engine.read<{ level: string; people: number }>(
    numeric
      ? `select 'x' as level, 0 as people where false`
      : `select cast(${column} as varchar) as level, count(*) as people from value.covariates
        where ${column} is not null group by cast(${column} as varchar) having count(*) >= ${RARE}
        order by people desc, level limit ${most}`,
  );
  const levels = numeric
    ? levelsOfNumbers(await cutsOf(engine, column, Math.min(PARTS, most)), unknown)
    : levelsOfWords(counts, unknown, known, most);
  const covariate = { name, numeric, levels, reference: 0 };
  return { ...covariate, reference: await largest(engine, covariate, place, counts) };
}

/** Where a number is cut into parts of about as many customers. */
async function cutsOf(engine: Engine, column: string, parts: number): Promise<number[]> {
  const cuts = Array.from(
    { length: parts - 1 },
    (_, i) => `percentile_disc(${(i + 1) / parts})
    within group (order by ${column}) as q${i}`,
  );
  const [row] = await engine.read<Record<string, number | null>>(
    `select max(${column}) as most, ${cuts.join(", ")} from value.covariates where ${column} is not null`,
  );
  const { most, ...found } = row!;
  return Object.values(found).filter((cut): cut is number => cut !== null && cut < most!);
}

/** The place of the level that most customers have: of words, the first. */
async function largest(
  engine: Engine,
  covariate: Covariate,
  place: number,
  counts: readonly Count[],
): Promise<number> {
  if (counts.length > 0) return 0;
  const [row] = await engine.read<{ level: number }>(
    {
      file,
      sql: `select level from (select ${placed(covariate, place)} as level from value.covariates) as levels
      group by level order by count(*) desc, level limit 1`,
    },
    named([covariate], place),
  );
  return row?.level ?? 0;
}

/** Makes `value.strata`; how many strata there are. */
async function stratify(engine: Engine, covariates: readonly Covariate[]): Promise<number> {
  if (covariates.length === 0) {
    await engine.load("value.strata", { customer_id: "varchar", stratum: "integer" }, []);
    return 0;
  }
  let base = 1;
  const terms = covariates.map((covariate, i) => {
    const term = `${base} * (${placed(covariate, i)})`;
    base *= covariate.levels.length;
    return term;
  });
  await engine.work(
    "value.strata",
    {
      file,
      sql: `select customer_id, stratum
        from (select customer_id, cast(${terms.join(" + ")} as integer) as stratum from value.covariates) as strata
        where stratum <> 0`,
    },
    named(covariates),
  );
  const [row] = await engine.read<{ strata: number }>(
    "select count(distinct stratum) + 1 as strata from value.strata",
  );
  return row!.strata;
}

const parameterOf = (covariate: number, level: number) => `value_level_${covariate}_${level}`;

/** The values that levels of words stand for, as parameters of a select. */
const named = (covariates: readonly Covariate[], first = 0): Parameters =>
  Object.fromEntries(
    covariates.flatMap(({ levels, numeric }, i) =>
      numeric ? [] : levels.map(({ level }, j) => [parameterOf(first + i, j), level]),
    ),
  );

/** An expression for the place of a customer's level, from 0. */
function placed({ levels, numeric, reference }: Covariate, place: number): string {
  const column = `c${place}`;
  const at = (name: string) => levels.findIndex(({ level }) => level === name);
  const other = (found: number) => (found === -1 ? reference : found);
  const cases = numeric
    ? levels.flatMap(({ high }, i) => (high === null ? [] : [`when ${column} <= ${high} then ${i}`]))
    : levels.flatMap(({ level }, i) =>
        level === OTHER || level === UNKNOWN
          ? []
          : [`when cast(${column} as varchar) = $${parameterOf(place, i)} then ${i}`],
      );
  const rest = numeric ? levels.findLastIndex(({ level }) => level !== UNKNOWN) : other(at(OTHER));
  const unknown = at(UNKNOWN) === -1 ? (numeric ? reference : rest) : at(UNKNOWN);
  return `case when ${column} is null then ${unknown} ${cases.join(" ")} else ${rest} end`;
}

/** How many customers are in each stratum. */
const countsOf = (engine: Engine) =>
  engine.read<{ stratum: number; people: number }>(
    `select coalesce(strata.stratum, 0) as stratum, count(*) as people
    from value.covariates as covariates
    left join value.strata as strata on strata.customer_id = covariates.customer_id
    group by coalesce(strata.stratum, 0) order by 1`,
  );
