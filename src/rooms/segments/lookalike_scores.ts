import { type Engine, quoteText } from "../../engine/engine.js";
import { coordinate } from "../../segments/assign.js";

export const grain = "One row per lookalike and customer who may be found: how like the seeds it is.";
export const key = ["name", "customer_id"];
export const reads = [
  "segments.lookalike_fits",
  "segments.lookalike_pool",
  "segments.lookalike_weights",
  "segments.points",
];

interface Weight extends Record<string, unknown> {
  readonly name: string;
  readonly coordinate: number;
  readonly weight: number;
}

/**
 * Makes `segments.lookalike_scores` of the lookalikes that hold. The probability is that of being of the seeds' kind,
 * Elkan and Noto's correction included; the rank goes by what is behind it, since it is 1 at most.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const fits = await engine.read<{ name: string; intercept: number; labelled: number }>(
    "select name, intercept, labelled from segments.lookalike_fits where verdict = 'scored' order by name",
  );
  const weights = await engine.read<Weight>(
    "select name, coordinate, weight from segments.lookalike_weights where weight is not null order by name, place",
  );
  const odds = fits.map(({ name, intercept, labelled }) => {
    const terms = weights
      .filter((each) => each.name === name)
      .map((each) => `${number(each.weight)} * points.${coordinate(each.coordinate)}`);
    return `select pool.name, pool.customer_id, ${number(labelled)} as labelled,
        round(${[number(intercept), ...terms].join(" + ")}, 9) as odds
      from segments.lookalike_pool as pool
      join segments.points as points on points.customer_id = pool.customer_id
      where pool.name = ${quoteText(name)} and not pool.seed`;
  });
  const none =
    "select '' as name, '' as customer_id, 1::double as labelled, 0::double as odds from segments.points limit 0";
  return engine.create(
    table,
    {
      file: "src/rooms/segments/lookalike_scores.ts",
      sql: `with scored as (${odds.length === 0 ? none : odds.join(" union all ")}),
        ranked as (
          select *, count(*) over (partition by name) as people,
            row_number() over (partition by name order by odds desc, md5(customer_id), customer_id) as rank
          from scored
        )
        select name, customer_id,
          least(1 / (1 + exp(-least(greatest(odds, -700), 700))) / labelled, 1)::decimal(9, 6) as probability,
          rank, (100.0::double * rank / people)::decimal(9, 6) as percent
        from ranked`,
    },
    {},
    key,
  );
}

const number = (value: number) => `cast('${value}' as double)`;
