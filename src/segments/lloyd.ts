import type { Engine } from "../engine/engine.js";
import { assigned, type Centres, coordinate } from "./assign.js";

/** What all points are to some centres. */
export interface Fit {
  readonly centres: Centres;
  readonly sizes: readonly number[];
  /** Sum of the squared distances to the nearest centre, and by group of the plain ones. */
  readonly inertia: number;
  readonly spreads: readonly number[];
  readonly rounds: number;
}

/** Coordinates are whole multiples of this, so that their sums are exact in whatever order they are added up. */
const STEP = 1e-6;

interface Sums extends Record<string, unknown> {
  readonly cluster: number;
  readonly points: number;
  readonly inertia: number;
  readonly spread: number;
}

/**
 * Lloyd's iterations over all points of a table, from centres. A group that has lost all its points keeps its centre.
 * The inertia is that of the centres which are returned.
 * @param tolerance the inertia falls by a smaller share than this in the last round
 */
export async function lloyd(
  engine: Engine,
  table: string,
  start: Centres,
  { rounds, tolerance }: { readonly rounds: number; readonly tolerance: number },
): Promise<Fit> {
  let centres = start;
  let before = Number.POSITIVE_INFINITY;
  for (let round = 1; ; round++) {
    const sums = await sumsOf(engine, table, centres);
    const inertia = sums.reduce((sum, each) => sum + each.inertia, 0);
    const still = round > 1 && before - inertia <= tolerance * before;
    if (round > rounds || still) return { ...told(sums, centres), rounds: round - 1 };
    before = inertia;
    centres = centres.map((centre, i) => {
      const own = sums.find(({ cluster }) => cluster === i + 1);
      return own === undefined ? centre : centre.map((_, j) => (own[`s${j}`] as number) / own.points);
    });
  }
}

function told(sums: readonly Sums[], centres: Centres): Omit<Fit, "rounds"> {
  const of = (i: number) => sums.find(({ cluster }) => cluster === i + 1);
  return {
    centres,
    sizes: centres.map((_, i) => of(i)?.points ?? 0),
    inertia: sums.reduce((sum, each) => sum + each.inertia, 0),
    spreads: centres.map((_, i) => of(i)?.spread ?? 0),
  };
}

async function sumsOf(engine: Engine, table: string, centres: Centres): Promise<Sums[]> {
  const sums = (centres[0] ?? []).map(
    (_, j) => `sum(cast(${coordinate(j)} * 1e6 as bigint))::double * ${STEP} as s${j}`,
  );
  return engine.read<Sums>(
    `select cluster, count(*) as points, ${[...sums, ""].join(", ")}
      sum(cast(distance as decimal(38, 6)))::double as inertia,
      sum(cast(sqrt(distance) as decimal(38, 6)))::double as spread
    from (${assigned(table, centres, [])}) as assigned
    group by cluster order by cluster`,
  );
}
