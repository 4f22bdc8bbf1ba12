import { type Engine, quoteName } from "../engine/engine.js";

/** Records, at most about so many, whose pairs are looked at. */
const SAMPLE = 60_000;
/** Of one value so many records are looked at. */
const OF_ONE_VALUE = 5;
/** Fewer pairs say nothing. */
const ENOUGH = 20;
/** A column repeats another if so large a share of different people who agree on that one agree on it too. */
const SHARE = 0.5;
/** Pairs that agree on both names and on nothing that they are reached by are sometimes one person all the same. */
const SHARE_OF_NAMES = 0.9;

const NAMES = ["given_name", "family_name"];
const REACHED = ["birth", "email", "phone", "loyalty_number"];

/**
 * What a further column repeats, so that it is not counted as evidence of its own: `age` is another form of the birth date,
 * `display_name` of the names. Looked at are pairs of records that agree on a column and are hardly one person: both names
 * differ (for firms: the company does) or, where they agree on both names, all by which they can be reached.
 * `columns` are the standard columns with values; `earlier` are further columns that are no repetition.
 */
export async function repeated(
  engine: Engine,
  column: string,
  columns: readonly string[],
  earlier: readonly string[],
): Promise<string | undefined> {
  const known = (names: readonly string[]) => names.filter((name) => columns.includes(name));
  const names = known(NAMES);
  const apart = names.length > 0 ? names : known(["company"]);
  if (apart.length === 0) return undefined;
  const differ = apart.map((name) => unlike(`l.${name}`, `r.${name}`));
  if (names.length > 1)
    differ.push(unlike("l.given_name", "r.family_name"), unlike("l.family_name", "r.given_name"));
  for (const other of [...columns.filter((name) => !apart.includes(name)), ...earlier])
    if (await follows(engine, column, [other], differ.join(" and "), SHARE)) return other;
  const reached = known(REACHED).map((name) => `(l.${name} = r.${name})`);
  const never = reached.map((same) => `not coalesce(${same}, false)`);
  const asked =
    reached.length > 0 ? `coalesce(${reached.join(", ")}) is not null and ${never.join(" and ")}` : "false";
  return (await follows(engine, column, apart, asked, SHARE_OF_NAMES)) ? apart.join(" + ") : undefined;
}

/** Two names that are no spelling of each other. */
const unlike = (a: string, b: string) => `jaro_winkler_similarity(${a}, ${b}) < 0.7`;

async function follows(
  engine: Engine,
  column: string,
  others: readonly string[],
  different: string,
  share: number,
): Promise<boolean> {
  const x = quoteName(column);
  const list = others.map(quoteName);
  const block = list.length === 1 ? list[0]! : `key64(row(${list.join(", ")}))`;
  const known = [x, ...list].map((name) => `${name} is not null`).join(" and ");
  const [row] = await engine.read<{ pairs: number; agree: number }>(
    `with known as (select record, ${x} as x, ${block} as block from identity.keys where ${known}),
    several as (select block, count(*) as n from known group by block having count(*) > 1),
    sizes as (select sum(least(n, ${OF_ONE_VALUE})) as n from several),
    drawn as (
      select known.* from known join several on several.block = known.block cross join sizes
      where (known.block // 1024) % greatest(1, sizes.n // ${SAMPLE}) = 0
      qualify row_number() over (partition by known.block order by record) <= ${OF_ONE_VALUE}
    )
    select count(*) as pairs, count(*) filter (where a.x = b.x) as agree
    from drawn as a join drawn as b on a.block = b.block and a.record < b.record
    join identity.features as l on l.record = a.record
    join identity.features as r on r.record = b.record
    where ${different}`,
  );
  return row!.pairs >= ENOUGH && row!.agree > share * row!.pairs;
}
